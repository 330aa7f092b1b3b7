/** The help, read without an account: texts, the table of clocks, every definition drawn, the search, and the way there. */
import { expect, preferring, signIn, test } from './fixtures'

interface Summary {
  key: string
  title_zh: string
  title_en: string
}

test('every definition is drawn, in one language or the other', async ({ page }) => {
  const reply = await page.request.get('/api/v1/public/workflows')
  const { data } = (await reply.json()) as { data: Summary[] }
  expect(data.length).toBeGreaterThanOrEqual(10)
  await page.goto('/icon.svg')
  for (const [i, { key, title_zh, title_en }] of data.entries()) {
    const one = await page.request.get(`/api/v1/public/workflows/${key}`)
    const { definition } = (await one.json()) as {
      definition: { states: { key: string; title: { zh: string; en: string } }[]; events: unknown[] }
    }
    const isEnglish = i % 2 === 1
    await preferring(page, { locale: isEnglish ? 'en' : 'zh-CN' })
    await page.goto(`/help/workflows/${key}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(isEnglish ? title_en : title_zh)
    await expect(page.locator('.help-events tbody tr')).toHaveCount(definition.events.length)
    const drawn = await page
      .locator('.flow-node')
      .evaluateAll((all) => Object.fromEntries(all.map((x) => [x.getAttribute('data-state')!, x.textContent])))
    for (const s of definition.states)
      expect(drawn[s.key]).toContain(isEnglish ? s.title.en.split(' ')[0] : s.title.zh.slice(0, 2))
  }
})

test('letters of a drawing are never tiny, and it scrolls by keyboard', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 720 })
  await page.goto('/help/workflows/appeal')
  const label = page.locator('.flow-label').first()
  await expect(label).toBeAttached()
  expect(await label.evaluate((el) => (el as unknown as SVGTextElement).getBBox().height)).toBeGreaterThan(12)
  const box = page.locator('.flow-box')
  await box.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => box.evaluate((el) => el.scrollLeft)).toBeGreaterThan(0)
})

test('the table of clocks comes from the definitions', async ({ page }) => {
  await page.goto('/help/limits')
  const row = page.locator('[data-clocks] tr', { has: page.getByRole('rowheader', { name: 'C6', exact: true }) })
  await expect(row).toContainText('60 日') // Art 34
  await expect(row).toContainText('最多延长 30 日')
  await expect(row).toContainText('信访工作条例第三十四条')
})

test.describe('without a network', () => {
  test.use({ expectedStatus: [0] })
  test('all of the help is there once it was opened, and what is not says that there is no connection', async ({
    page,
    context,
  }) => {
    await page.goto('/help')
    await page.waitForLoadState('networkidle') // what is fetched behind the page is here
    await context.setOffline(true)
    await page.locator('#help-q').fill('调休')
    await expect(page.locator('.help-found a').first()).toBeVisible()
    await page.locator('#help-q').fill('')
    for (const [name, has] of [
      ['时间期限', '[data-clocks] tbody tr'],
      ['看板', '[data-indicators] tbody tr'],
      ['办理流程图', '.help-text li a'],
    ] as const) {
      await page
        .getByRole('link', { name: new RegExp(name) })
        .first()
        .click()
      await expect(page.locator(has).first()).toBeVisible()
    }
    // A drawing that was never opened before.
    await page.locator('.help-text').getByRole('link', { name: /^复查/ }).first().click()
    await expect(page.locator('.help-text svg.flow')).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('复查')
  })
  test('a page that could not be fetched says so, and comes when the connection is back', async ({ page, context }) => {
    await page.route(/\/assets\/(limits|proof)-.*\.js/, (route) => route.abort())
    await page.goto('/help')
    await page.waitForLoadState('networkidle')
    await page.getByRole('link', { name: '时间期限' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('连接不上服务器，请检查网络后重试。')
    await page.unrouteAll()
    await context.setOffline(true)
    await context.setOffline(false)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('时间期限')
  })
  test('the search finds a part and goes there', async ({ page, context }) => {
    await page.goto('/help')
    await page.locator('#help-q').fill('复核')
    await expect(page.locator('.help-found a').first()).toBeVisible()
    await context.setOffline(true)
    await page.locator('#help-q').fill('调休')
    await expect(page.getByRole('status')).toHaveText('找到 1 处')
    await page.locator('.help-found a').first().click()
    await expect(page).toHaveURL(/\/help\/limits#count$/)
    await expect(page.locator('#count')).toBeInViewport()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('时间期限')
    await context.setOffline(false)
    await page.goBack()
    await expect(page).toHaveURL(/\/help$/)
    await expect(page.locator('.help-doors')).toBeVisible()
  })
})

test('a part has an address that can be opened', async ({ page }) => {
  await page.goto('/help/documents#delivery')
  await expect(page.locator('#delivery')).toBeInViewport()
})

test('the portal and the desk lead to it; a question mark does too, when keys are on', async ({ page, context }) => {
  await page.goto('/')
  await page.getByRole('navigation').getByRole('link', { name: '帮助' }).click()
  await expect(page).toHaveURL(/\/help$/)
  await signIn(page, 'demo-bureau')
  await page.goto('/desk')
  await expect(page.locator('.table, .empty').first()).toBeVisible()
  await expect(page.locator('a.bar-help')).toHaveAttribute('href', '/help')
  const opened = context.waitForEvent('page')
  await page.keyboard.press('?')
  await (await opened).waitForURL(/\/help$/)
})
