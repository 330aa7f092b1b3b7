/** What the rules refuse is explained; what somebody else changed meanwhile loses no typed word. */
import { act, apiOf, choose, expect, expectAccessible, PASSWORD, register, signIn, test, unitId } from './fixtures'

test('a step that is not possible says why and how to mend it', async ({ page }) => {
  const made = await register(page, '为何不能')
  await page.goto(`/desk/cases/${made.id}`)
  // The window clerk registered it; screening belongs to others.
  const refused = page.locator('[data-refused=screen]')
  await expect(refused).toBeVisible()
  await expect(refused.locator('.refusals')).toContainText(/办理/)
  await expect(page.locator('[data-event=screen]')).toHaveCount(0)
  await page.getByText(/其他环节的事项/).click()
  await expect(page.locator('[data-elsewhere=sign]')).toBeVisible()
  await expect(page.locator('.actions-group .refusals').first()).toContainText('已登记')
})

test('the words of a refusal follow the language', async ({ page }) => {
  const made = await register(page, '语言')
  await page.goto(`/desk/cases/${made.id}`)
  const refused = page.locator('[data-refused=screen] .refusals')
  await expect(refused).toContainText(/\p{Script=Han}/u)
  await page.locator('.menu > button').click()
  await page.locator('[data-lang=en]').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(refused).not.toContainText(/\p{Script=Han}/u)
})

test.describe('somebody else was faster', () => {
  test.use({ expectedStatus: [412] })
  test('what was typed stays, what changed is shown, the second press sends it', async ({ page, browser, baseURL }) => {
    const made = await register(page, '同时办理')
    const code = await apiOf(page.request).get<{ data: { code: string; parent_code: string | null }[] }>(
      '/public/dictionaries/class',
    )
    const classCode = code.data.find((c) => c.parent_code)!.code
    await act(page, 'demo-bureau', made.id, 'screen', { class_code: classCode, urgency: 'normal' })
    const housing = await unitId(page, '县住建局')
    await act(page, 'demo-bureau', made.id, 'dispatch', { to_unit: housing, kind: 'transfer' })

    await signIn(page, 'demo-housing-intake')
    await page.goto(`/desk/cases/${made.id}`)
    await page.locator('[data-event=accept]').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('告知方式').selectOption('sms')
    await dialog.getByLabel('办理途径和程序').fill('这段话写了很久，不能丢。')

    const other = await browser.newContext(baseURL ? { baseURL } : {})
    const elsewhere = await other.newPage()
    await signIn(elsewhere, 'demo-housing-intake')
    const api = apiOf(elsewhere.request)
    const { version } = await api.get<{ version: number }>(`/cases/${made.id}`)
    const contact = { on: '2026-01-02', method: 'phone', spoke_with: '沈某某', content: '联系', reached: true }
    await api.post(`/cases/${made.id}/contacts`, contact, version)
    await other.close()

    await dialog.locator('button[type=submit]').click()
    await expect(dialog.locator('#event-conflict')).toBeFocused()
    await expect(dialog.locator('#event-conflict')).toContainText('他人已更新')
    await expect(dialog.getByLabel('办理途径和程序')).toHaveValue('这段话写了很久，不能丢。')
    await dialog.locator('button[type=submit]').click()
    await expect(dialog).toBeHidden()
    await expect(page.locator('.case-tags .tag').first()).toHaveText('已受理告知')
  })
})

test.describe('signing in', () => {
  test.use({ expectedStatus: [401] })
  test('a wrong password is told, without saying which part was wrong', async ({ page }) => {
    await page.goto('/desk/cases/00000000000000000000000000')
    await expect(page).toHaveURL(/\/desk\/sign-in\?to=/)
    await page.getByLabel('登录名').fill('demo-nobody')
    await page.getByLabel('密码').fill('not-the-password')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await expect(page.locator('.summary')).toBeFocused()
    await expect(page.locator('.summary')).toContainText('账号或密码不正确')
    await expect(page.getByLabel('密码')).toHaveValue('')
  })
  test('a session that ends while somebody types costs not a word', async ({ page }) => {
    const made = await register(page, '会话失效')
    await signIn(page, 'demo-bureau')
    await page.goto(`/desk/cases/${made.id}`)
    await page.locator('[data-event=screen]').click()
    const event = page.getByRole('dialog', { name: '甄别' })
    await choose(event, '内容分类', '市政管理')
    await event.getByLabel('一般').check()
    await event.getByLabel(/^备注/).fill('写了很久的备注')
    await page.context().clearCookies()
    await event.locator('button[type=submit]').click()
    const again = page.getByRole('dialog', { name: '重新登录' })
    await expect(again).toBeVisible()
    await expectAccessible(page, 'sign in again')
    await expect(again.getByLabel('登录名')).toHaveValue('demo-bureau')
    await again.getByLabel('密码').fill(PASSWORD)
    await again.getByLabel('密码').press('Enter')
    await expect(again).toBeHidden()
    await expect(event.getByLabel(/^备注/)).toHaveValue('写了很久的备注')
    await event.locator('button[type=submit]').click()
    await expect(event).toBeHidden()
    await expect(page.locator('.case-tags .tag').first()).toHaveText('已甄别')
    await expect(page.locator('.timeline')).toContainText('写了很久的备注')
  })
  test('signing out closes the door', async ({ page }) => {
    await signIn(page, 'demo-bureau')
    await page.goto('/desk')
    await page.locator('.menu > button').click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '登录' })).toBeVisible()
    await page.goto('/desk/')
    await expect(page).toHaveURL(/sign-in/)
  })
})
