/** A petitioner without an account: submits, reads it over, keeps the receipt, follows the progress. */
import { expect, expectAccessible, expectNoSidewaysScroll, test, uniqueTitle } from './fixtures'
import type { Page } from '@playwright/test'

test.use({ viewport: { width: 360, height: 740 } })

const next = (page: Page) => page.getByRole('button', { name: '下一步', exact: true }).click()
const stage = (page: Page) => page.locator('#sub-stage')

/** The first two steps; the page then asks where. */
async function fillIn(page: Page, title: string): Promise<void> {
  await page.getByRole('radio', { name: /^求决/ }).check()
  await page.getByLabel('标题').fill(title)
  await next(page)
  await expect(stage(page)).toBeFocused()
  await page.getByLabel('您希望解决什么').fill('小区东门外停车占道，消防车进不来。')
  await page.getByLabel('诉求 1', { exact: true }).fill('整治占道停车')
  await next(page)
}
async function sayWho(page: Page): Promise<void> {
  await next(page)
  await page.getByLabel('姓名').fill('沈某某')
  await page.getByLabel(/^电话/).fill('19900000101')
}

test('submits, checks, sends and follows it', async ({ page }) => {
  const title = uniqueTitle('网上提交')
  await page.goto('/')
  await page
    .getByRole('main')
    .getByRole('link', { name: /提交信访/ })
    .click()
  await next(page)
  await expect(page.locator('.summary')).toBeFocused() // nothing is said of the steps to come
  await expect(page.locator('.summary li')).toHaveCount(2)
  await fillIn(page, title)
  await expect(stage(page)).toHaveText('第 3 步，共 5 步：在哪里')
  await expectAccessible(page, 'a step')
  await expectNoSidewaysScroll(page, 'a step')
  await page.getByLabel('乡镇（街道） （选填）').selectOption({ index: 1 })
  await sayWho(page)
  // One digit short: told when the field is left, and it does not get past this step.
  await page.getByLabel(/^电话/).fill('1990000010')
  await page.getByLabel(/^电话/).press('Tab')
  await expect(page.locator('#sub-persons-0-phone-error')).toContainText('手机号为 11 位')
  await expectAccessible(page, 'a wrong number')
  await page.getByRole('button', { name: '下一步：核对' }).click()
  await expect(page.locator('.summary')).toContainText('手机号为 11 位')
  await page.getByLabel(/^电话/).fill('19900000101')
  await expect(page.locator('#sub-persons-0-phone-error')).toHaveCount(0)
  await page.getByRole('button', { name: '下一步：核对' }).click()
  const review = page.locator('.sub-review')
  await expect(review).toContainText(title)
  await expect(review).toContainText('整治占道停车')
  await expectAccessible(page, 'review')
  await expectNoSidewaysScroll(page, 'review')
  await page.getByRole('button', { name: '返回修改' }).click()
  await expect(page.getByLabel('标题')).toHaveValue(title)
  for (let i = 0; i < 3; i++) await next(page)
  await page.getByRole('button', { name: '下一步：核对' }).click()
  await page.getByRole('button', { name: '确认提交' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '已提交' })).toBeVisible()
  const code = (await page.locator('[data-test=receipt-code]').textContent())!.trim()
  await expectAccessible(page, 'receipt')
  await expectNoSidewaysScroll(page, 'receipt')

  const beside = page.waitForEvent('popup') // the receipt with the code stays where it is
  await page.getByRole('main').getByRole('link', { name: '查询进度' }).click()
  page = await beside
  await expect(page.getByLabel('信访编号')).toHaveValue(/-W-\d{6}$/)
  await page.getByLabel('查询码').fill(code.toLowerCase().replaceAll('-', ' '))
  await page.getByRole('button', { name: '查询' }).click()
  await expect(page.locator('#track-result')).toBeFocused()
  await expect(page.locator('#track-result')).toHaveText(title)
  await expect(page.locator('.track-case')).toContainText('登记')
  expect(page.url()).not.toContain(code)
  await expectAccessible(page, 'progress')
  await expectNoSidewaysScroll(page, 'progress')

  await page.getByText('补充材料').click()
  await page.getByRole('button', { name: '提交材料' }).click()
  await expect(page.locator('.summary')).toBeFocused()
  await page.getByLabel('补充的内容').fill('又来了一辆车')
  await expectAccessible(page, 'material')
  await expectNoSidewaysScroll(page, 'material')
  await page.getByRole('button', { name: '提交材料' }).click()
  await expect(page.locator('.acts > [role=status]')).toContainText('材料已收到')
})

test('Back goes to the step before, with everything still filled in', async ({ page }) => {
  await page.goto('/')
  await page.goto('/submit')
  const title = uniqueTitle('退一步')
  await fillIn(page, title)
  await sayWho(page)
  await expect(stage(page)).toContainText('第 4 步')
  await page.goBack()
  await expect(stage(page)).toContainText('第 3 步')
  await page.goBack()
  await page.goBack()
  await expect(stage(page)).toContainText('第 1 步')
  await expect(page.getByLabel('标题')).toHaveValue(title)
  expect(new URL(page.url()).search + new URL(page.url()).hash).toBe('') // nothing of it in the address
  await page.goForward()
  await page.goForward()
  await page.goForward()
  await expect(page.getByLabel('姓名')).toHaveValue('沈某某')
  await page.getByRole('button', { name: '上一步' }).click()
  await expect(stage(page)).toContainText('第 3 步')
  await next(page)
  await expect(stage(page)).toContainText('第 4 步')
  // What was typed is asked about before it is lost.
  let asked = 0
  page.on('dialog', (dialog) => {
    asked += Number(dialog.type() === 'beforeunload')
    void dialog.accept()
  })
  await page.reload()
  expect(asked).toBe(1)
  await expect(stage(page)).toContainText('第 1 步')
})

test('goes on later with a code, and then it is gone', async ({ page }) => {
  const title = uniqueTitle('以后再写')
  await page.goto('/submit')
  await fillIn(page, title)
  await page.getByRole('button', { name: '保存，以后再写' }).click()
  const code = (await page.locator('[data-test=draft-code]').textContent())!.trim()
  await expectAccessible(page, 'kept')
  await expectNoSidewaysScroll(page, 'kept')
  await page.goto('/submit') // nothing is lost, so nobody asks
  await page.getByText('有保存码？继续填写').click()
  await page.getByLabel('保存码').fill(code.toLowerCase())
  await page.getByRole('button', { name: '打开' }).click()
  await expect(page.locator('.draft .summary')).toHaveCount(0)
  await expect(page.getByLabel('标题')).toHaveValue(title)
  expect(page.url()).not.toContain(code)
  for (let i = 0; i < 2; i++) await next(page)
  await sayWho(page)
  await page.getByRole('button', { name: '下一步：核对' }).click()
  const removed = page.waitForResponse((r) => r.url().endsWith('/draft-removals'))
  await page.getByRole('button', { name: '确认提交' }).click()
  expect((await removed).status()).toBe(204)
  await expect(page.getByRole('heading', { level: 1, name: '已提交' })).toBeVisible()
})

test.describe('a wrong code', () => {
  test.use({ expectedStatus: [404] })
  test('is answered like a wrong number', async ({ page }) => {
    const words: string[] = []
    for (const number of ['999901-2026-W-999999', '999901-2026-W-000101']) {
      await page.goto(`/track?number=${number}`)
      await page.getByLabel('查询码').fill('AAAA-BBBB-CCCC-DDDD-EEEE-FFFF')
      await page.getByRole('button', { name: '查询' }).click()
      await expect(page.locator('.summary')).toBeFocused()
      words.push((await page.locator('.summary > p').first().textContent())!.trim())
    }
    expect(words[0]).toBe(words[1])
  })
})

test('an accusation is not sent, and the page says where to go', async ({ page }) => {
  await page.goto('/submit')
  await page.getByLabel('标题').fill('不应发出的内容')
  await page.getByRole('radio', { name: /^揭发控告/ }).check()
  await expect(page.getByRole('alert')).toContainText('12388')
  let posted = 0
  page.on('request', (r) => (posted += Number(r.method() === 'POST')))
  await next(page)
  await expect(page.locator('.summary')).toBeFocused()
  expect(posted).toBe(0)
})
