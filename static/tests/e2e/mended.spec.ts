/** Where the focus goes, and what is said to who may not: small promises that hold on every page. */
import { expect, expectAccessible, expectNoSidewaysScroll, preferring, register, signIn, test } from './fixtures'

test('a page that is no part of the duties says so and asks the server nothing', async ({ page }) => {
  await signIn(page, 'demo-window')
  for (const path of ['confirmations', 'retention', 'setup', 'admin', 'admin/journal', 'board']) {
    await page.goto(`/desk/${path}`)
    await expect(page.locator('.empty-title')).toHaveText('您的职责不包括这一页')
    await expect(page).toHaveURL(new RegExp(`/desk/${path}$`))
  }
  await expectAccessible(page, 'a barred page')
  await page.goto('/desk/setup/workflows')
  await expect(page.locator('.setup-table tbody tr').first()).toBeVisible()
})

test('the scope of a template gives its focus back', async ({ page }) => {
  await signIn(page, 'demo-admin')
  await page.goto('/desk/setup/practices')
  const open = page.locator('.uses > button').first()
  await open.click()
  await page.locator('.uses form').getByRole('button', { name: '取消' }).click()
  await expect(open).toBeFocused()
})

test.describe('signing in', () => {
  test.use({ expectedStatus: [401] })
  test('a wrong password is not called missing', async ({ page }) => {
    await page.goto('/desk/sign-in')
    await page.locator('#signin-login').fill('demo-window')
    await page.locator('#signin-password').fill('not-the-password-1')
    await page.keyboard.press('Enter')
    await expect(page.locator('#signin-summary')).toContainText('账号或密码不正确')
    await expect(page.locator('.field-error')).toHaveCount(0)
  })
})

test('what was looked for is marked, and an empty list offers to look among all', async ({ page }) => {
  const made = await register(page, '荷花塘淤塞')
  await signIn(page, 'demo-bureau')
  await page.goto(`/desk/?q=${encodeURIComponent('荷花塘')}`)
  await expect(page.locator('.list-title mark').first()).toHaveText('荷花塘')
  await page.goto(`/desk/?q=${encodeURIComponent('荷花塘')}&channel=fax`)
  await expectAccessible(page, 'an empty list')
  await page.getByRole('link', { name: '在全部事项（含已办结）中查找' }).click()
  await expect(page.getByRole('link', { name: made.title })).toBeVisible()
  await page.goto(`/desk/?q=${encodeURIComponent('没有这样的标题')}&open=any`)
  await expect(page.locator('.empty')).toBeVisible()
  await expect(page.getByRole('link', { name: /在全部事项/ })).toHaveCount(0)
})

test('a narrow bar and the figures hold larger letters: no word breaks, nothing covers its neighbour', async ({
  page,
}) => {
  await signIn(page, 'demo-bureau')
  await page.goto('/icon.svg')
  for (const [width, prefs] of [
    [360, { locale: 'en', size: 'large', theme: 'light' }],
    [1024, { locale: 'en', size: 'large', theme: 'contrast' }],
  ] as const) {
    await preferring(page, prefs)
    await page.setViewportSize({ width, height: 900 })
    await page.goto('/desk/')
    await expect(page.locator('.tile-count').first()).toHaveText(/\d/)
    await expectNoSidewaysScroll(page, `${width}`)
    const broken = await page.locator('.tile-name, .bar-nav a').evaluateAll((all) =>
      all.flatMap((el) => {
        const text = el.firstChild!
        return [...text.textContent!.matchAll(/\S+/g)]
          .filter((word) => {
            const range = document.createRange()
            range.setStart(text, word.index)
            range.setEnd(text, word.index + word[0].length)
            return range.getClientRects().length > 1
          })
          .map((word) => word[0])
      }),
    )
    expect(broken).toEqual([])
    const box = async (name: string) => (await page.locator(name).boundingBox())!
    const [badge, person, search] = [await box('.bar-count'), await box('.bar-end .menu'), await box('#bar-q')]
    expect(badge.x + badge.width).toBeLessThanOrEqual(person.x)
    expect(search.width).toBeGreaterThan(180)
  }
})

test('the bar is one row on a small office screen, in English and with larger text', async ({ page }) => {
  await signIn(page, 'demo-bureau-head') // has every page that stands in the bar
  await page.goto('/icon.svg')
  for (const locale of ['zh-CN', 'en'])
    for (const size of ['normal', 'large']) {
      await preferring(page, { locale, size })
      for (const width of [992, 1024, 1280, 1440]) {
        await page.setViewportSize({ width, height: 700 })
        await page.goto('/desk/notices')
        await expect(page.locator('h1')).toBeVisible()
        const what = `${locale} ${size} ${width}`
        const tops = await page
          .locator('.bar .brand, .bar-nav > a, .bar-search, .bar-end')
          .evaluateAll((all) => all.map((e) => e.getBoundingClientRect()).map((r) => r.top + r.height / 2))
        expect(Math.max(...tops) - Math.min(...tops), what).toBeLessThan(6)
        await expectNoSidewaysScroll(page, what)
      }
    }
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.goto('/desk/')
  await expectAccessible(page, 'a full bar')
})
