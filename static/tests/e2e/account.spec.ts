/** One's own account: a second factor from the QR code to signing in with it, the password, other sessions, tokens. */
import { createHmac } from 'node:crypto'
import { apiOf, expect, expectAccessible, PASSWORD, signIn, test } from './fixtures'
import type { Page } from '@playwright/test'

test.use({ expectedStatus: [401, 403, 422] })

const NEXT = 'another pony eats maps'

/** What an authenticator shows for a secret (RFC 6238), `ahead` steps from now. */
function codeOf(secret: string, ahead = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const hash = createHmac('sha1', key).update(counter).digest()
  const number = hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** An account of the test's own, so that nobody else's password changes. */
async function newcomer(page: Page): Promise<string> {
  const login = `own${Date.now().toString(36)}`
  await signIn(page, 'demo-admin')
  const { csrf } = (await (await page.request.get('/api/v1/sessions/current')).json()) as { csrf: string }
  const asAdmin = { 'X-CSRF': csrf }
  const made = await page.request.post('/api/v1/accounts', { data: { login, name: '新同事' }, headers: asAdmin })
  expect(made.status(), await made.text()).toBe(201)
  const { id } = (await made.json()) as { id: string }
  const given = await page.request.post(`/api/v1/accounts/${id}/reset-codes`, {
    data: { known_by: '当面核对工作证' },
    headers: asAdmin,
  })
  const { code } = (await given.json()) as { code: string }
  const chosen = await page.request.post('/api/v1/password-resets', { data: { login, code, new_password: PASSWORD } })
  expect(chosen.status(), await chosen.text()).toBe(204)
  await page.context().clearCookies()
  return login
}

async function signInByPage(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/desk/sign-in?to=/account')
  await page.locator('#signin-login').fill(login)
  await page.locator('#signin-password').fill(password)
  await page.locator('.signin-go').click()
}

test('a second factor is set up and asked for', async ({ page }) => {
  const login = await newcomer(page)
  await signInByPage(page, login, PASSWORD)
  await page.getByRole('button', { name: '启用' }).click()
  await expect(page.locator('.qr')).toBeVisible()
  await expectAccessible(page, 'the QR code')
  const secret = (await page.locator('.factor-secret').innerText()).trim()
  await page.locator('#factor-code').fill('000000')
  await page.getByRole('button', { name: '确认启用' }).click()
  await expect(page.locator('#factor-summary')).toBeFocused()
  await page.locator('#factor-code').fill(codeOf(secret))
  await page.getByRole('button', { name: '确认启用' }).click()
  await expect(page.locator('.factor-codes li')).toHaveCount(10)
  await expectAccessible(page, 'recovery codes')
  const recovery = await page.locator('.factor-codes code').first().innerText()

  await page.context().clearCookies()
  await signInByPage(page, login, PASSWORD)
  await expect(page.locator('#signin-code')).toBeFocused()
  await expectAccessible(page, 'the code')
  await page.locator('#signin-code').fill(codeOf(secret, 1))
  await page.locator('.signin-go').click()
  await expect(page.getByRole('heading', { level: 1, name: '我的账号' })).toBeVisible()

  await page.context().clearCookies()
  await signInByPage(page, login, PASSWORD)
  await page.locator('#signin-code').fill(recovery)
  await page.locator('.signin-go').click()
  await expect(page.getByText('剩余恢复码：9 个。')).toBeVisible()
})

test('the password is changed, and the other session is over', async ({ page, browser }) => {
  const login = await newcomer(page)
  const other = await browser.newContext()
  const elsewhere = await other.newPage()
  await signInByPage(elsewhere, login, PASSWORD)
  await expect(elsewhere.locator('.account')).toBeVisible()
  await signInByPage(page, login, PASSWORD)
  await expect(page.getByText('本次登录')).toBeVisible()
  await page.locator('#password-old_password').fill('not the old one')
  await page.locator('#password-new_password').fill(NEXT)
  await page.locator('#password-again').fill(NEXT)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.locator('#password-old_password-error')).toBeVisible()
  await page.locator('#password-old_password').fill(PASSWORD)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByText('密码已修改，其他登录已退出')).toBeVisible()
  expect((await elsewhere.request.get('/api/v1/sessions/current')).status()).toBe(401)
  await other.close()
  await page.context().clearCookies()
  await signInByPage(page, login, NEXT)
  await expect(page.locator('.account')).toBeVisible()
})

test('a lost password is replaced with a code, which the administrator made', async ({ page }) => {
  await signIn(page, 'demo-admin')
  const api = apiOf(page.request)
  const login = `lost${Date.now().toString(36)}`
  const { id } = await api.post<{ id: string }>('/accounts', { login, name: '新同事' })
  const { code } = await api.post<{ code: string }>(`/accounts/${id}/reset-codes`, { known_by: '当面核对工作证' })
  await page.context().clearCookies()
  await page.goto('/desk/sign-in')
  await page.getByRole('link', { name: '用重置码设置密码' }).click()
  await page.locator('#reset-login').fill(login)
  await page.locator('#reset-code').fill('WRNG-WRNG-WRNG-WRNG-WRNG-WRNG')
  await page.locator('#reset-new_password').fill('short')
  await page.getByRole('button', { name: '显示' }).first().click()
  await expect(page.locator('#reset-new_password')).toHaveAttribute('type', 'text')
  await page.getByRole('button', { name: '显示' }).first().click()
  await expect(page.locator('#reset-new_password')).toHaveAttribute('type', 'password')
  await page.getByRole('button', { name: '设置新密码' }).click()
  await expect(page.locator('#reset-new_password-error')).toBeVisible()
  await page.locator('#reset-new_password').fill(NEXT)
  await page.locator('#reset-again').fill(NEXT)
  await page.getByRole('button', { name: '设置新密码' }).click()
  await expect(page.getByText('账号或重置码不正确')).toBeVisible()
  await page.locator('#reset-code').fill(code.toLowerCase().replaceAll('-', ''))
  await page.getByRole('button', { name: '设置新密码' }).click()
  await expect(page.getByText('新密码已设置')).toBeVisible()
  await signInByPage(page, login, NEXT)
  await expect(page.locator('.account')).toBeVisible()
})

test('signing in leads nowhere else and leaves nothing in the browser', async ({ page }) => {
  const login = await newcomer(page)
  await page.goto('/desk/sign-in?to=//example.org/account')
  await page.locator('#signin-login').fill(login)
  await page.locator('#signin-password').fill(PASSWORD)
  await page.locator('.signin-go').click()
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/desk\/account$/) // nobody gave them a role yet
  const kept = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])
  expect(kept.filter((key) => key !== 'prefs')).toEqual([])
})

test('a guarded act asks who it is', async ({ page }) => {
  await signIn(page, 'demo-bureau')
  // The server's ten minutes are the business of its own tests; here the first answer is its refusal.
  let refused = false
  await page.route('**/api/v1/tokens', async (route) => {
    if (route.request().method() !== 'POST' || refused) return route.continue()
    refused = true
    const body = { type: '/problems/forbidden', title: '没有权限', status: 403, detail: '须验证', code: 'proof_needed' }
    await route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(body) })
  })
  await page.goto('/desk/account')
  await page.getByText('新建令牌').click()
  await page.locator('#token-name').fill('夜间导出')
  await page.getByLabel('查看范围内的信访事项').check()
  await page.getByRole('button', { name: '生成' }).click()
  await expect(page.locator('#proof-password')).toBeVisible()
  await expectAccessible(page, 'proof')
  await page.locator('#proof-password').fill('not the password')
  await page.getByRole('button', { name: '验证', exact: true }).click()
  await expect(page.locator('#proof-password-error')).toBeVisible()
  await page.locator('#proof-password').fill(PASSWORD)
  await page.getByRole('button', { name: '验证', exact: true }).click()
  await expect(page.getByText('令牌只显示这一次')).toBeVisible()
  await page.getByRole('button', { name: /^收回/ }).first().click()
})

test('a colleague stands in', async ({ page }) => {
  await signIn(page, 'demo-housing-head')
  await page.goto('/desk/account')
  await page.getByText('指定代理人').click()
  await page.getByRole('button', { name: '指定', exact: true }).click()
  await expect(page.locator('#absence-summary')).toBeFocused()
  await page.locator('#absence-substitute_id').selectOption({ label: '陆某' })
  await page.locator('#absence-valid_from').fill('2099-01-05')
  await page.locator('#absence-valid_to').fill('2099-01-07')
  await page.getByRole('button', { name: '指定', exact: true }).click()
  await expect(page.getByText('陆某 代 冯某')).toBeVisible()
  await expectAccessible(page, 'a substitute')
  await page.getByRole('button', { name: /^结束/ }).click()
  await expect(page.getByText('陆某 代 冯某')).toHaveCount(0)
})

test('a code for a guarded account has two halves, and the second comes from the head', async ({ page }) => {
  await signIn(page, 'demo-admin')
  const api = apiOf(page.request)
  const { data } = await api.get<{ data: { id: string }[] }>('/accounts?q=demo-sealed')
  const asked = await api.post<{ code: string }>('/confirmations', {
    kind: 'reset_code',
    account_id: data[0]!.id,
    reason: '本人到场，核对工作证',
  })
  await signIn(page, 'demo-bureau-head')
  await page.goto('/desk/')
  await page.getByRole('link', { name: '待确认事项' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('待确认事项')
  const row = page.locator('tr[data-state=open]').filter({ hasText: '核对工作证' }).first()
  await expect(row).toContainText('重设密码')
  await row.getByRole('button', { name: '确认', exact: true }).click()
  const half = page.locator('.confirm-code')
  await expect(half).toHaveText(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/)
  expect(await half.textContent()).not.toBe(asked.code)
  await expectAccessible(page, 'the second half')
  await page.getByRole('button', { name: '已记下' }).click()
  await expect(page.locator('tr[data-state=open]')).toHaveCount(0)
})
