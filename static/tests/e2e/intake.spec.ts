/** The window: from sign-in to the receipt without a mouse, and what stands beside the form meanwhile. */
import type { Page } from '@playwright/test'
import { apiOf, expect, expectAccessible, PASSWORD, register, signIn, test, uniqueTitle } from './fixtures'

const focusedLabel = (page: Page) =>
  page.evaluate(() => {
    const el = document.activeElement as HTMLInputElement | null
    return el?.labels?.[0]?.textContent?.trim() ?? el?.textContent?.trim() ?? ''
  })
async function tabTo(page: Page, label: RegExp, most = 12): Promise<void> {
  for (let i = 0; i < most; i++) {
    if (label.test(await focusedLabel(page))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${label} is not within ${most} tabs; the focus is on "${await focusedLabel(page)}"`)
}
/** Somebody with a number that nobody else has. */
let serial = 0
const phoneOf = () => `139${String(Date.now()).slice(-6)}${String(++serial).padStart(2, '0')}`
async function registerWith(page: Page, title: string, phone: string, class_code?: string) {
  await signIn(page, 'demo-window')
  const made = await apiOf(page.request).post<{ case: { id: string }; receipt: { number: string } }>('/submissions', {
    channel: 'letter',
    purpose: 'relief',
    title,
    request: '请派人查看并尽快修复',
    demands: [{ text: '修复' }],
    ...(class_code ? { class_code } : {}),
    persons: [{ role: 'petitioner', kind: 'natural', name: '毛某某', phone, address: '城东路3号' }],
  })
  return { id: made.case.id, number: made.receipt.number }
}

test('from sign-in to the printed receipt by keyboard alone', async ({ page }) => {
  let presses = 0
  const press = async (key: string) => {
    presses++
    await page.keyboard.press(key)
  }
  const type = async (text: string) => {
    presses += text.length
    await page.keyboard.type(text)
  }
  await page.addInitScript(() => {
    addEventListener('pointerdown', () => document.documentElement.setAttribute('data-mouse', ''))
    window.print = () => document.documentElement.setAttribute('data-printed', '')
  })
  const title = uniqueTitle('桥下路灯不亮')
  const phone = phoneOf()
  await page.goto('/desk/sign-in?to=/register')
  await expect(page.locator('#signin-login, [name=login]').first()).toBeVisible()
  await tabTo(page, /^登录名/)
  await type('demo-window')
  await tabTo(page, /^密码/)
  await type(PASSWORD)
  await press('Enter')
  await expect(page.getByRole('link', { name: '登记信访', exact: true }).first()).toBeVisible()
  if (!page.url().endsWith('/register')) {
    await press('Control+k')
    await expect(page.getByRole('combobox')).toBeFocused()
    await type('登记信访')
    await expect(page.getByRole('option').first()).toContainText('登记信访')
    await press('Enter')
  }
  await expect(page.locator('#reg-channel')).toBeFocused()
  presses = 0
  await press('ArrowRight') // a letter
  await expect(page.locator('#reg-window_number')).toHaveCount(0)
  await press('Alt+p')
  await type('毛某某')
  for (let i = 0; i < 3; i++) await press('Tab')
  await expect(page.locator('#reg-persons-0-phone')).toBeFocused()
  await type(phone)
  await press('Alt+m')
  await type(title)
  await press('Tab')
  await type('请修复路灯')
  await press('Tab')
  await type('修复路灯')
  await press('Alt+c')
  await type('市政')
  await press('Enter')
  await expect(page.locator('#reg-class_code')).toHaveValue(/市政管理/)
  await press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: '登记成功' })).toBeFocused()
  await expect(page.locator('.receipt')).toContainText(title)
  await expect(page.locator('.receipt .qr')).toBeVisible()
  expect(presses, 'presses from the empty form to the receipt').toBeLessThan(75)
  await press('p')
  await expect(page.locator('html')).toHaveAttribute('data-printed', '')
  await press('n')
  await expect(page.locator('#reg-channel')).toBeFocused()
  await expect(page.locator('html')).not.toHaveAttribute('data-mouse', '')
})

test('who was here before is found by the whole number, taken over, and joins the case in hand', async ({ page }) => {
  const phone = phoneOf()
  const before = uniqueTitle('河西泵站噪声扰民')
  const made = await registerWith(page, before, phone)
  await page.goto('/desk/register')
  await page.locator('#reg-persons-0-phone').fill(phone.slice(0, 10))
  await expect(page.locator('.lookup-known')).toHaveCount(0)
  await page.locator('#reg-persons-0-phone').fill(phone)
  await expect(page.locator('.lookup-known')).toContainText('毛**')
  await expect(page.locator('.lookup-known')).toContainText(before)
  await expect(page.locator('.near')).toContainText(made.number)
  await expectAccessible(page, 'register with somebody known')
  await page.keyboard.press('Alt+y')
  await expect(page.getByTestId('known-person').or(page.locator('[data-test=known-person]'))).toContainText('毛**')
  await expect(page.locator('#reg-persons-0-phone')).toHaveCount(0)
  await expect(page.locator('#reg-persons-0-role')).toBeFocused()
  await page.locator('#reg-title').fill(`再次反映${before}`)
  await page.locator('#reg-request').fill('请尽快处理')
  await page.locator('#reg-demands-0-text').fill('降低噪声')
  await page.keyboard.press('Alt+r')
  await expect(page.locator('#intake-candidates')).toBeFocused()
  await page.getByRole('button', { name: '并入此件' }).click()
  await expect(page.locator('.reg-joins')).toContainText(made.number)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: '登记成功' })).toBeVisible()
  const { data } = await apiOf(page.request).get<{ data: { is_first: boolean }[] }>(`/cases/${made.id}/submissions`)
  expect(data.map((s) => s.is_first)).toEqual([true, false])
})

test('likeness to another person’s matter shows, and offers no joining', async ({ page }) => {
  const made = await register(page, '山塘漏水影响灌溉')
  await page.goto('/desk/register')
  await page.locator('#reg-title').fill(made.title)
  const found = page.locator('.near li').filter({ hasText: made.title })
  await expect(found).toContainText('文字相近 100%')
  await expect(found.getByRole('button')).toHaveCount(0)
})

test('a class is hinted at with its reasons, and chosen by the clerk only', async ({ page }) => {
  const about = `窨井盖缺失${Date.now().toString(36)}`
  for (let i = 0; i < 2; i++) await registerWith(page, `${about}${i}`, phoneOf(), '0309')
  await page.goto('/desk/register')
  await page.locator('#reg-title').fill(`南街${about}`)
  const hint = page.locator('.hint').first()
  await expect(hint).toContainText('城市建设和市政管理')
  await expect(hint).toContainText('窨井盖缺失')
  await expect(hint).toContainText(/[23] 件归入此类/)
  await expect(page.locator('#reg-class_code')).toHaveValue('')
  await page.keyboard.press('Alt+g')
  await expect(page.locator('#reg-class_code')).toHaveValue(/市政管理/)
  await expect(hint).toHaveAttribute('aria-pressed', 'true')
})

test('what is said is written down, read back, confirmed and printed; a later change takes the reading back', async ({
  page,
}) => {
  await page.addInitScript(() => {
    window.print = () =>
      document.documentElement.setAttribute('data-printed', document.querySelector('.oral-sheet')?.textContent ?? '')
  })
  await signIn(page, 'demo-window')
  await page.goto('/desk/register')
  await page.locator('#reg-persons-0-name').fill('傅某某')
  await page.locator('#reg-title').fill(uniqueTitle('口述楼道堆物'))
  await page.locator('#reg-request').fill('楼道堆满杂物，请清理')
  await page.locator('#reg-demands-0-text').fill('清理楼道')
  await page.keyboard.press('Alt+o')
  const record = page.locator('#reg-oral_record-text')
  await expect(record).toBeFocused()
  await expect(record).toHaveValue('楼道堆满杂物，请清理')
  await page.locator('[data-test=read-back]').click()
  await expect(page.getByRole('dialog')).toContainText('楼道堆满杂物，请清理')
  await expectAccessible(page, 'reading back')
  await page.locator('[data-test=read-back-done]').click()
  await page.locator('#reg-oral_record-confirmed_by').selectOption('signature')
  await record.fill('楼道堆满杂物，请清理。电瓶车也停在里面')
  await expect(page.getByText('宣读后笔录有改动')).toBeVisible()
  await expect(page.locator('#reg-oral_record-confirmed_by')).toHaveValue('')
  await page.locator('[data-test=read-back]').click()
  await page.locator('[data-test=read-back-done]').click()
  await page.locator('#reg-oral_record-confirmed_by').selectOption('signature')
  await page.getByRole('button', { name: '打印笔录' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-printed', /口述信访笔录.*傅某某.*电瓶车.*信访人签名/s)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: '登记成功' })).toBeVisible()
  await page.getByRole('link', { name: '打开信访事项' }).click()
  await page.waitForURL(/\/cases\/\w+$/)
  const id = page.url().split('/').pop()!
  const { data } = await apiOf(page.request).get<{ data: { oral_read_back: boolean; oral_confirmed_by: string }[] }>(
    `/cases/${id}/submissions`,
  )
  expect(data[0]).toMatchObject({ oral_read_back: true, oral_confirmed_by: 'signature' })
})

test('six who signed a letter cannot all come in: told at the sixth, while typing', async ({ page }) => {
  await signIn(page, 'demo-window')
  await page.goto('/desk/register')
  await page.locator('input[name=channel][value=letter]').check()
  for (let i = 0; i < 6; i++) {
    if (i > 0) await page.getByRole('button', { name: '添加一人' }).click()
    await page.locator(`#reg-persons-${i}-role`).selectOption('representative')
  }
  await page.locator('input[name=channel][value=visit]').check()
  await expect(page.locator('#reg-persons-5-role-error')).toContainText('代表不能超过 5 人')
  await expect(page.locator('#reg-persons-4-role-error')).toHaveCount(0)
  await page.locator('#reg-persons-5-role').selectOption('co_petitioner')
  await expect(page.locator('#reg-persons-5-role-error')).toHaveCount(0)
})

test('a registration in hand survives a reload and signing out, and goes when it is sent', async ({ page }) => {
  const title = uniqueTitle('登记到一半')
  await signIn(page, 'demo-window')
  await page.goto('/desk/register')
  await page.locator('input[name=channel][value=letter]').check()
  await page.locator('#reg-persons-0-name').fill('傅某某')
  await page.locator('#reg-persons-0-phone').fill(phoneOf())
  await page.locator('#reg-title').fill(title)
  const kept = page.locator('[data-test=kept]')
  await expect(kept).toContainText('已保存')
  await page.reload() // nothing is unsaved, so nothing asks whether to leave
  const row = page.locator('.kept li').filter({ hasText: title })
  await expect(row).toBeVisible()
  await expect(page.locator('#reg-title')).toHaveValue('')
  await expect(page.locator('#reg-channel')).toBeFocused()
  await expectAccessible(page, 'a registration to go on with')

  await signIn(page, 'demo-bureau')
  const asked = page.waitForResponse('**/me/intake-drafts')
  await page.goto('/desk/register')
  expect(await (await asked).text()).not.toContain(title)
  await expect(page.locator('#reg-channel')).toBeFocused()
  await expect(row).toHaveCount(0)
  await signIn(page, 'demo-window')
  await page.goto('/desk/register')
  await row.getByRole('button', { name: /继续填写/ }).click()
  await expect(page.locator('#reg-title')).toBeFocused()
  await expect(page.locator('#reg-title')).toHaveValue(title)
  await expect(page.locator('#reg-persons-0-name')).toHaveValue('傅某某')
  await expect(page.locator('input[name=channel][value=letter]')).toBeChecked()
  await page.locator('#reg-request').fill('请尽快处理')
  await page.locator('#reg-demands-0-text').fill('处理')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: '登记成功' })).toBeVisible()
  const { data } = await apiOf(page.request).get<{ data: { content: { title: string } }[] }>('/me/intake-drafts')
  expect(data.filter((x) => x.content.title === title)).toEqual([])
})
