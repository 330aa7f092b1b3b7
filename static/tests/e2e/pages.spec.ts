/** Every page, in both languages and both themes: accessible, named, and never wider than a small phone. */
import {
  act,
  apiOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  preferring,
  register,
  signIn,
  test,
  unitId,
} from './fixtures'
import type { Page } from '@playwright/test'

const NARROW = { width: 320, height: 640 }

// Each page in each language and in each theme; with ALL_LOOKS=1 every language in every theme, and narrow.
const LOOKS = process.env['ALL_LOOKS']
  ? ([
      ['zh-CN', 'light'],
      ['zh-CN', 'dark'],
      ['en', 'light'],
      ['en', 'dark'],
    ] as const)
  : ([
      ['zh-CN', 'light'],
      ['en', 'dark'],
    ] as const)

/** What holds for the page that is open, in this look. */
async function check(page: Page, what: string): Promise<void> {
  const wide = page.viewportSize()!
  await expectAccessible(page, what)
  await page.setViewportSize(NARROW)
  await expectNoSidewaysScroll(page, what)
  if (process.env['ALL_LOOKS']) await expectAccessible(page, `${what} narrow`)
  await page.setViewportSize(wide)
}

async function look(page: Page, path: string, ready: string, prepare?: () => Promise<void>): Promise<void> {
  for (const [locale, theme] of LOOKS) {
    await page.emulateMedia({ colorScheme: theme })
    await page.goto('/icon.svg')
    await preferring(page, { locale })
    await page.goto(path)
    await expect(page.locator(ready).first()).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', locale)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await expect(page).toHaveTitle(/\S · \S/)
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
    await prepare?.()
    await check(page, `${path} ${theme} ${locale}`)
  }
}

/** The same of a page for browsers without scripts, which takes its language from the address. */
async function lookPlain(page: Page, path: string, ready: string, prepare?: () => Promise<void>): Promise<void> {
  for (const [locale, theme] of LOOKS) {
    await page.emulateMedia({ colorScheme: theme })
    await page.goto(`${path}?lang=${locale.slice(0, 2)}`)
    await expect(page.locator('html')).toHaveAttribute('lang', locale)
    await expect(page).toHaveTitle(/\S/)
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
    await prepare?.()
    await expect(page.locator(ready).first()).toBeVisible()
    await check(page, `${path} ${theme} ${locale}`)
  }
}

// A worker takes the next page, not the next file: this is the longest of them.
test.describe.configure({ mode: 'parallel', timeout: 120_000 })

test.describe('the desk', () => {
  test('new password', async ({ page }) => look(page, '/desk/reset', '#reset-code'))
  test('sign-in', async ({ page }) => look(page, '/desk/sign-in', '#signin-login'))
  test('work list', async ({ page }) => {
    await register(page, '工作台上的一件')
    await signIn(page, 'demo-bureau')
    await look(page, '/desk/?open=any', '.table tbody tr')
  })
  test('work list with nothing in it', async ({ page }) => {
    await signIn(page, 'demo-bureau')
    await look(page, '/desk/?q=没有这样的标题', '.empty')
  })
  test('setting up: first steps, working days', async ({ page }) => {
    await signIn(page, 'demo-admin')
    await look(page, '/desk/setup', '[data-step]')
    await look(page, '/desk/setup/calendars?year=2026', '.month')
  })
  test('setting up: definitions, templates', async ({ page }) => {
    await signIn(page, 'demo-admin')
    await look(page, '/desk/setup/workflows', 'main table')
    await look(page, '/desk/setup/workflows/review', '[data-act=draw]', () => page.locator('[data-act=draw]').click())
    await look(page, '/desk/setup/practices', '.practice')
  })
  test('the board, as charts and as tables', async ({ page }) => {
    await signIn(page, 'demo-leader')
    await look(page, '/desk/board?period=twelve&compare=year', '.bar-row', async () => {
      await expect(page.locator('.figure')).toHaveCount(8)
      await page.locator('[data-panel=shares] button').first().click()
    })
  })
  test('what a second person confirms', async ({ page }) => {
    await signIn(page, 'demo-bureau-head')
    await look(page, '/desk/confirmations', 'main .card')
  })
  test('what is kept and what goes', async ({ page }) => {
    await signIn(page, 'demo-archivist')
    await look(page, '/desk/retention', 'main .card')
  })
  test('administration', async ({ page }) => {
    await signIn(page, 'demo-admin')
    await look(page, '/desk/admin', '.admin-doors')
    await look(page, '/desk/admin/units', '.units-one .card')
    await look(page, '/desk/admin/accounts', '.table tbody tr')
  })
  test('administration: words, office, tokens', async ({ page }) => {
    await signIn(page, 'demo-admin')
    await look(page, '/desk/admin/dictionaries?kind=source_platform', '.table tbody tr')
    await look(page, '/desk/admin/settings', '.settings-table')
    await look(page, '/desk/admin/tokens', 'main .card')
  })
  test('administration: an account', async ({ page }) => {
    await signIn(page, 'demo-admin')
    const { data } = await apiOf(page.request).get<{ data: { id: string }[] }>('/accounts?q=demo-bureau-head')
    await look(page, `/desk/admin/accounts/${data[0]!.id}`, '.access-facts')
  })
  test('the audit look-up', async ({ page }) => {
    await signIn(page, 'demo-auditor')
    await look(page, '/desk/admin/journal', '.journal-table')
  })
  test('a case with everything open', async ({ page }) => {
    const made = await register(page, '样样俱全', ['整治占道停车', '解决停车难'])
    await act(page, 'demo-bureau', made.id, 'screen', { class_code: await classCode(page), urgency: 'normal' })
    const to_unit = await unitId(page, '县住建局')
    await act(page, 'demo-bureau', made.id, 'dispatch', { to_unit, kind: 'transfer', basis: '属住建部门职责' })
    await act(page, 'demo-housing-intake', made.id, 'object', { ground: '不属本单位职责', legal_basis: '三定规定' })
    await signIn(page, 'demo-bureau')
    await look(page, `/desk/cases/${made.id}`, '.timeline li', async () => {
      await page.locator('details').evaluateAll((all) => all.forEach((d) => d.setAttribute('open', '')))
    })
  })
  test('a letter beside its paper', async ({ page }) => {
    const made = await register(page, '对照文书')
    await act(page, 'demo-bureau', made.id, 'screen', { class_code: await classCode(page), urgency: 'normal' })
    const to_unit = await unitId(page, '县住建局')
    await act(page, 'demo-bureau', made.id, 'dispatch', { to_unit, kind: 'transfer', basis: '属住建部门职责' })
    await signIn(page, 'demo-housing-intake')
    await look(page, `/desk/cases/${made.id}/letters/accept`, '.paper p')
  })
  test('a paper of a case in place', async ({ page }) => {
    const made = await register(page, '就地查看')
    await act(page, 'demo-bureau', made.id, 'screen', { class_code: await classCode(page), urgency: 'normal' })
    const to_unit = await unitId(page, '县住建局')
    await act(page, 'demo-bureau', made.id, 'dispatch', { to_unit, kind: 'transfer', basis: '属住建部门职责' })
    await signIn(page, 'demo-bureau')
    await look(page, `/desk/cases/${made.id}`, '[data-show=transfer_letter]', async () => {
      await page.locator('[data-show=transfer_letter]').click()
      await expect(page.locator('.paper-pages img').first()).toBeVisible()
      await page.locator('.paper-text summary').click()
    })
  })
  test('the dialogs of a case', async ({ page }) => {
    const made = await register(page, '对话框')
    await signIn(page, 'demo-bureau')
    await look(page, `/desk/cases/${made.id}`, '[data-event=screen]', async () => {
      await page.locator('.clock-why').first().click()
      await expect(page.locator('dialog .trace')).toBeVisible()
      await expectAccessible(page, 'trace')
      await expectNoSidewaysScroll(page, 'trace')
      await page.keyboard.press('Escape')
      await page.locator('[data-event=screen]').click()
      await page.locator('button[form=event-form]').click()
      await expect(page.locator('dialog .summary')).toBeFocused()
    })
  })
  test('registration, with its faults shown', async ({ page }) => {
    const made = await register(page, '窗口旁的一件')
    await look(page, '/desk/register', '#reg-title', async () => {
      await page.locator('#reg-persons-0-phone').fill('19900000101')
      await page.locator('#reg-title').fill(made.title)
      await expect(page.locator('.lookup-known').first()).toBeVisible()
      await expect(page.locator('.near li').first()).toBeVisible()
      await page.locator('button.reg-send').click()
      await expect(page.locator('.summary')).toBeFocused()
    })
  })
  test('notices, what is missing, and the own account', async ({ page }) => {
    await signIn(page, 'demo-bureau')
    await look(page, '/desk/notices?all=1', '.notices')
    await look(page, '/desk/no-such-page', '.empty')
    await look(page, '/desk/drafts', 'main .card, .empty')
    await look(page, '/desk/account', '.account .rows li', async () => {
      await page.locator('details').evaluateAll((all) => all.forEach((d) => d.setAttribute('open', '')))
    })
  })
  test('a case that is not there', async ({ page }) => {
    await signIn(page, 'demo-bureau')
    await page.goto('/desk/cases/00000000000000000000000000')
    await expect(page.locator('.empty')).toBeVisible()
    await expectAccessible(page, 'missing case')
  })
  test.use({ expectedStatus: [404] })
})

test.describe('the portal', () => {
  test('home', async ({ page }) => look(page, '/', '.home-door'))
  test('submit, with its faults shown', async ({ page }) => {
    await look(page, '/submit', '#sub-title', async () => {
      await page.locator('form button.primary').click()
      await expect(page.locator('.summary')).toBeFocused()
    })
  })
  test('check a proof', async ({ page }) => look(page, '/check', '.check-keys'))
  test('track', async ({ page }) => look(page, '/track', '#track-number'))
  test('help, its contents', async ({ page }) => look(page, '/help', '.help-doors'))
  test('help, a page with a search', async ({ page }) =>
    look(page, '/help/keys', '.help-table kbd', async () => {
      await page.locator('#help-q').fill('P')
      await expect(page.locator('.help-found li').first()).toBeVisible()
    }))
  test('help, all time limits', async ({ page }) => look(page, '/help/limits', '[data-clocks] tbody tr'))
  test('help, all definitions', async ({ page }) => look(page, '/help/workflows', '.rows a'))
  test('help, a definition drawn', async ({ page }) => look(page, '/help/workflows/review', '.flow'))
  test('help, the largest definition drawn', async ({ page }) => look(page, '/help/workflows/appeal', '.flow'))
  test('help that is not there', async ({ page }) => look(page, '/help/no-such-page', '.empty'))
  test('what is missing', async ({ page }) => look(page, '/no-such-page', '.empty'))
})

test.describe('without scripts', () => {
  test.use({ expectedStatus: [400, 422] })
  const send = (page: Page) => () => page.locator('main .acts button.primary').click()
  test('home', async ({ page }) => lookPlain(page, '/plain', '.ways'))
  test('submit, with its faults shown', async ({ page }) => lookPlain(page, '/plain/submit', '#errors', send(page)))
  test('track, with its faults shown', async ({ page }) => lookPlain(page, '/plain/track', '#errors', send(page)))
})

async function classCode(page: Page): Promise<string> {
  const reply = await page.request.get('/api/v1/public/dictionaries/class')
  const { data } = (await reply.json()) as { data: { code: string; parent_code: string | null }[] }
  return data.find((c) => c.parent_code)!.code
}
