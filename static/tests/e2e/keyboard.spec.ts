/** Everything that a clerk does all day works without a mouse. */
import { expect, register, signIn, test, uniqueTitle } from './fixtures'
import type { Page } from '@playwright/test'

const focusedLabel = (page: Page) =>
  page.evaluate(() => {
    const el = document.activeElement as HTMLInputElement | null
    return el?.labels?.[0]?.textContent?.trim() ?? el?.textContent?.trim() ?? ''
  })
/** Tabs on until the field with this label has the focus. Fails when it is not on the way. */
async function tabTo(page: Page, label: RegExp, most = 15): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    if (label.test(await focusedLabel(page))) return
  }
  throw new Error(`${label} is not within ${most} tabs; the focus is on "${await focusedLabel(page)}"`)
}

test('a visit is registered by keyboard alone', async ({ page }) => {
  const title = uniqueTitle('键盘登记')
  await signIn(page, 'demo-window')
  await page.goto('/desk/register')
  await expect(page.locator('#reg-channel')).toBeFocused()
  await page.keyboard.press('ArrowRight') // visit → letter
  await page.keyboard.press('ArrowLeft')
  await tabTo(page, /^姓名/)
  await page.keyboard.type('郑某某')
  await tabTo(page, /^电话/)
  await page.keyboard.type('19900000201')
  await tabTo(page, /^标题/)
  await page.keyboard.type(title)
  await tabTo(page, /^诉求概况/)
  await page.keyboard.type('请公开账目')
  await tabTo(page, /^诉求 1/)
  await page.keyboard.type('公开账目')
  await page.keyboard.press('Enter')
  await page.keyboard.type('查清去向')
  await tabTo(page, /^内容分类/)
  await page.keyboard.type('村务')
  await expect(page.locator('#reg-class_code-list [role=option]').first()).toContainText('村务管理')
  await page.keyboard.press('Enter')
  await expect(page.locator('#reg-class_code')).toHaveValue(/村务管理/)
  await tabTo(page, /^问题属地/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: '登记成功' })).toBeFocused()
  await expect(page.locator('.receipt')).toContainText(title)
})

test('a sixth representative cannot be chosen', async ({ page }) => {
  await signIn(page, 'demo-window')
  await page.goto('/desk/register')
  const add = page.getByRole('button', { name: '添加一人' })
  for (let i = 1; i <= 5; i++) {
    if (i > 1) await add.click()
    await page.locator(`#reg-persons-${i - 1}-role`).selectOption('representative')
  }
  await add.click()
  const sixth = page.locator('#reg-persons-5-role')
  await expect(sixth).toHaveValue('co_petitioner')
  await expect(sixth.locator('option[value=representative]')).toBeDisabled()
  await expect(page.getByText('代表已满 5 人').first()).toBeVisible()
  await expect(page.locator('.reg-aside')).toContainText('集体访')
})

test('an accusation is stopped before it is sent', async ({ page }) => {
  await signIn(page, 'demo-window')
  await page.goto('/desk/register')
  let posted = 0
  page.on('request', (r) => (posted += Number(r.method() === 'POST')))
  await page.getByLabel('揭发控告').check()
  await expect(page.getByRole('alert')).toContainText('纪检监察')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.summary')).toContainText('保密渠道')
  expect(posted).toBe(0)
  page.on('dialog', (d) => void d.accept())
})

test('the rows of the list are walked with keys, and kept when coming back', async ({ page }) => {
  const about = uniqueTitle('走行')
  for (let i = 0; i < 3; i++) await register(page, about)
  await signIn(page, 'demo-bureau')
  await page.goto(`/desk/?q=${encodeURIComponent(about)}&sort=newest`)
  const rows = page.locator('.table tbody tr')
  await expect(rows).toHaveCount(3)
  await page.keyboard.press('j')
  await expect(rows.nth(0).locator('a')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(rows.nth(1).locator('a')).toBeFocused()
  await page.keyboard.press('End')
  await expect(rows.nth(2).locator('a')).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('j')
  const title = await rows.nth(1).locator('a').textContent()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title!.trim())
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.goBack()
  await expect(rows.nth(1).locator('a')).toBeFocused()
  // Single keys can be turned off (WCAG 2.1.4).
  await page.locator('.bar-end .menu > button').click()
  await page.getByLabel(/单键快捷键/).uncheck()
  await page.keyboard.press('Escape')
  await expect(page.locator('.bar-end .menu > button')).toBeFocused()
  await page.keyboard.press('j')
  await expect(page.locator('.bar-end .menu > button')).toBeFocused()
})

test('a dialog keeps the focus, closes on Escape, gives it back and keeps what was typed', async ({ page }) => {
  const made = await register(page, '对话框焦点')
  await signIn(page, 'demo-bureau')
  await page.goto(`/desk/cases/${made.id}`)
  const opener = page.locator('[data-event=screen]')
  await opener.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^备注/).fill('写了一半')
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab')
    const where = await page.evaluate(() => {
      const el = document.activeElement
      return el === document.body || el === null || el.closest('dialog') !== null
    })
    expect(where).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByLabel(/^备注/)).toHaveValue('写了一半')
})
