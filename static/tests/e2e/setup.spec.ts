/** An administrator sets up: a year from a notice, a definition that is wrong, mended and published, and the first steps of a new office. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, expectAccessible, PASSWORD, signIn, test } from './fixtures'

const lines = (...all: string[]) => all.join('\r\n')
const event = (title: string, from: string, to: string) =>
  lines('BEGIN:VEVENT', `DTSTART;VALUE=DATE:${from}`, `DTEND;VALUE=DATE:${to}`, `SUMMARY:${title}`, 'END:VEVENT')
const notice = (...events: string[]) =>
  Buffer.from(lines('BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''))

test.describe('working days', () => {
  test.use({ expectedStatus: [422] })
  test('a year is read from a notice, looked at, loaded', async ({ page }) => {
    const year = new Date().getFullYear() + 3
    await signIn(page, 'demo-admin')
    await page.goto(`/desk/setup/calendars?year=${year}`)
    await expect(page.locator('.month')).toHaveCount(12)
    await expect(page.locator('.card-head .tag')).toHaveText('未载入')
    const file = page.locator('input[type=file]')
    await file.setInputFiles({
      name: 'broken.ics',
      mimeType: 'text/calendar',
      buffer: notice(event('元旦（休）', `${year}0230`, `${year}0301`)),
    })
    await page.locator('[data-act=read]').click()
    await expect(page.locator('.source-problems li').first()).toContainText('第 4 行')
    const json = (off: string[]) => ({
      name: 'notice.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ year, notice: '通知', off, work: [] }, null, 1)),
    })
    await file.setInputFiles(json([`${year}-01-01`, `${year + 1}-01-01`]))
    await page.locator('[data-act=read]').click()
    await expect(page.locator('.source-problems')).toBeFocused()
    await expect(page.locator('.source-problems li')).toContainText(`不在 ${year} 年内`)
    await expect(page.locator('.source-at')).toHaveText('off › 1')
    await expect(page.locator('[data-act=preview]')).toHaveCount(0)
    // What only the server can know is said beside the button that asked, with its place.
    await file.setInputFiles(json([`${year}-01-01`]))
    await page.locator('[data-act=read]').click()
    await page.route(`**/calendars/${year}/preview`, (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        json: { code: 'invalid', detail: '有误', errors: [{ pointer: '/off/0', code: 'x', detail: '此日有误' }] },
      }),
    )
    await page.locator('[data-act=preview]').click()
    await expect(page.locator('.year-refused')).toBeFocused()
    await expect(page.locator('.year-refused li')).toHaveText(`放假第 1 项 ${year}年1月1日 此日有误`)
    await page.unroute(`**/calendars/${year}/preview`)
    await file.setInputFiles({
      name: 'notice.ics',
      mimeType: 'text/calendar',
      buffer: notice(event('元旦（休）', `${year}0101`, `${year}0104`), event('情人节', `${year}0214`, `${year}0215`)),
    })
    await page.locator('[data-act=read]').click()
    await expect(page.locator('.notice-box')).toContainText('情人节')
    await expect(page.locator('.month td[data-kind=off]')).toHaveCount(3)
    await expectAccessible(page, 'a year that was read')
    await page.locator('#year-notice').fill(`关于${year}年部分节假日安排的通知`)
    await page.locator('[data-act=preview]').click()
    await expect(page.locator('.moves')).toContainText('个期限')
    await page.locator('[data-act=load]').click()
    await expect(page.locator('.card-head .tag')).toHaveText('已载入')
    await expect(page.locator('.month td[data-kind=off]')).toHaveCount(3)
  })
})

test.describe('definitions', () => {
  test.use({ expectedStatus: [422] })
  test('an error is located, mended, compared and published', async ({ page }) => {
    await signIn(page, 'demo-admin')
    await page.goto('/desk/setup/workflows')
    await page.locator('table a[href$="/recheck"]').click()
    const reply = await page.request.get('/api/v1/workflows/recheck')
    const { definition } = (await reply.json()) as { definition: { initial: string } }
    const good = JSON.stringify(definition, null, 1)
    const take = (text: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name: 'recheck.json', mimeType: 'application/json', buffer: Buffer.from(text) })
    await take(good.replace(`"initial": "${definition.initial}"`, '"initial": "nowhere"'))
    await page.locator('[data-act=check]').click()
    const problem = page.locator('.source-problems li')
    await expect(problem).toContainText('nowhere')
    await problem.locator('button').click()
    const area = page.locator('.source-area')
    await expect(area).toBeFocused()
    const chosen = () => area.evaluate((el: HTMLTextAreaElement) => el.value.slice(el.selectionStart, el.selectionEnd))
    expect(await chosen()).toBe('"nowhere",')
    await expectAccessible(page, 'a definition with an error')
    await take(good.replace(/"length": 30\b/, '"length": 25'))
    await page.locator('[data-act=check]').click()
    await expect(page.locator('.diff li')).toHaveCount(1)
    await expect(page.locator('.diff li')).toContainText('时长')
    await expect(page.locator('.diff li del')).toHaveText('30')
    await expect(page.locator('.diff li ins')).toHaveText('25')
    await expectAccessible(page, 'a definition compared')
    await page.locator('#workflow-note').fill('复核从快')
    await page.locator('[data-act=publish]').click()
    await expect(page.locator('nav.row .tag')).toHaveCount(2)
    await expect(page.locator('#workflow-shown')).toHaveText('第 2 版')
    await page.locator('[data-act=draw]').click()
    await expect(page.locator('.flow')).toBeVisible()
  })
})

test.describe('templates of practice', () => {
  test.use({ expectedStatus: [422, 409] })
  test('one is started from another, wrong, mended and published', async ({ page }) => {
    await signIn(page, 'demo-admin')
    await page.goto('/desk/setup/practices')
    const template = page.getByRole('region', { name: '“2211”初次信访办理' })
    const all = page.locator('section.practice')
    await expect(all.first()).toBeVisible()
    const card = (await template.count()) ? template : all.first()
    const before = Number((await card.locator('.tag').first().textContent())!.replace(/\D/g, ''))
    await card.locator('.card-head button').click()
    const area = page.locator('.source-area')
    const text = await area.inputValue()
    await area.fill(text.replace('"after": "registered"', '"after": "nothing"'))
    await page.locator('[data-act=check]').click()
    const problem = page.locator('.source-problems li')
    await expect(problem).toHaveCount(1)
    await expect(problem.locator('.source-at')).toContainText('steps › 0 › after')
    await expect(page.locator('[data-act=publish]')).toHaveCount(0)
    await expectAccessible(page, 'a template with an error')
    const own = JSON.parse(text) as { steps: { length: number }[] }
    own.steps[0]!.length += 1
    await area.fill(JSON.stringify(own, null, 2))
    await page.locator('[data-act=check]').click()
    await expect(page.locator('[data-act=publish]')).toContainText(String(before + 1))
    await expectAccessible(page, 'a template that is checked')
    await page.locator('#practice-note').fill('放宽一小时')
    await page.locator('[data-act=publish]').click()
    await expect(card.locator('.tag').first()).toHaveText(`第 ${before + 1} 版`)
    await expect(area).toHaveValue('')
    await expect(page.locator('[data-act=publish]')).toHaveCount(0)
    // The same again says that nothing is new.
    await area.fill(JSON.stringify(own, null, 2))
    await page.locator('[data-act=check]').click()
    const again = page.locator('[data-act=publish]')
    if (await again.isVisible()) await again.click()
    await expect(page.locator('main .problem, main [role=alert]').first()).toBeVisible()
  })
})

/** A folder made by `petitiond init`, served on a port of its own. */
async function freshOffice(): Promise<{ url: string; stop: () => void }> {
  const binary = process.env['PETITIOND'] ?? join(import.meta.dirname, '../../../build/release/petitiond')
  const folder = mkdtempSync(join(tmpdir(), 'petition-new-'))
  const secret = join(folder, 'password')
  writeFileSync(secret, PASSWORD)
  const args = ['init', '--data', join(folder, 'data'), '--admin', 'wang', '--password-file', secret]
  expect(spawnSync(binary, [...args, '--second-factor', 'optional']).status).toBe(0)
  const server: ChildProcess = spawn(binary, ['serve', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stdout!.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      const found = /listening on (http:\/\/\S+)/.exec(said)
      if (found) resolve(found[1]!.replace(/\/$/, ''))
    })
    server.on('exit', () => reject(new Error(said)))
  })
  const stop = () => {
    server.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, stop }
}

test.describe('the first steps', () => {
  test('a new office is led through its first steps', async ({ page }) => {
    const office = await freshOffice()
    try {
      await page.goto(`${office.url}/desk/sign-in`)
      await page.locator('#signin-login').fill('wang')
      await page.locator('#signin-password').fill(PASSWORD)
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/\/desk\/setup$/)
      const step = (key: string) => page.locator(`[data-step=${key}]`)
      await expect(step('office').locator('.tag')).toHaveText('待完成')
      await page.locator('#office-phone').fill('0575-0000-0001')
      await page.locator('#office-address').fill('政务路1号')
      await step('office').locator('button').click()
      await expect(step('office').locator('.tag')).toHaveText('已完成')
      await expect(step('office').locator('h2')).toBeFocused()
      await page.locator('[data-act=sample]').click()
      await expect(step('units').locator('.tag')).toHaveText('已完成')
      await page.locator('[data-act=unsample]').click()
      await expect(step('units').locator('.tag')).toHaveText('待完成')
      await page.locator('[data-act=sample]').click()
      await expect(step('units').locator('.notice-box')).toContainText('27')
      await expectAccessible(page, 'the first steps')
      await page.locator('[data-act=done]').click()
      await expect(page).not.toHaveURL(/\/desk\/setup$/)
      await page.goto(`${office.url}/desk/`)
      await expect(page).toHaveURL(/\/desk\/admin$/)
    } finally {
      office.stop()
    }
  })
})

test.describe('a demonstration', () => {
  // Strangers in the office that has just come; nobody between the two.
  test.use({ expectedStatus: [0, 401] })
  test('a new office is tried out with invented cases and comes back', async ({ page }) => {
    test.setTimeout(300_000) // one is made, whose accounts all have passwords to hash
    const office = await freshOffice()
    const enter = async (login: string, password: string) => {
      await page.locator('#signin-login').fill(login)
      await page.locator('#signin-password').fill(password)
      await page.keyboard.press('Enter')
      await expect(page).not.toHaveURL(/sign-in/)
    }
    const band = page.locator('aside.demo-band')
    try {
      await page.goto(`${office.url}/desk/sign-in`)
      await enter('wang', PASSWORD)
      await expect(page).toHaveURL(/\/desk\/setup$/)
      await expect(band).toHaveCount(0)
      await page.locator('[data-act=demo]').click()
      const box = page.locator('.setup-demo')
      await expect(box).toHaveAttribute('data-state', 'being_made')
      await expectAccessible(page, 'a demonstration that is being made')
      const password = page.locator('[data-test=demo-password]')
      await expect(password).toBeVisible({ timeout: 240_000 })
      await expect(box.locator('tbody tr').first()).toContainText('demo-admin')
      await expectAccessible(page, 'a demonstration that is ready')
      const told = (await password.textContent())!.trim()
      // Behind this the password is gone: it is asked for first.
      await page.locator('[data-act=demo-show]').click()
      await expect(page.getByRole('dialog')).toContainText('密码不再显示')
      await expectAccessible(page, 'opening a demonstration')
      await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
      await expect(password).toHaveText(told)
      await page.locator('[data-act=demo-show]').click()
      await page.getByRole('button', { name: '已抄下密码，打开' }).click()
      await expect(page).toHaveURL(/\/desk\/sign-in$/, { timeout: 60_000 })
      await expect(band).toBeVisible()
      await expect(band).toContainText('虚构')
      await expect(page.locator('[data-demo-signin]')).toContainText('正式账号要等演示结束后才能登录')
      await expect(page.locator('[data-demo-signin]')).toContainText('demo-admin')
      await expectAccessible(page, 'the sign-in page of a demonstration')
      // The band stands within a narrow page and moves nothing out of it.
      await page.setViewportSize({ width: 360, height: 740 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
      await page.setViewportSize({ width: 1280, height: 860 })
      for (const path of ['/', '/plain', '/help']) {
        await page.goto(`${office.url}${path}`)
        await expect(page.locator('aside').first()).toContainText('虚构')
      }
      await page.emulateMedia({ media: 'print' })
      await expect(page.locator('aside').first()).toBeHidden()
      await page.emulateMedia({ media: null })
      await page.goto(`${office.url}/desk/sign-in`)
      await enter('demo-admin', told)
      await page.goto(`${office.url}/desk/setup`)
      await page.locator('[data-act=demo-end]').click()
      await expectAccessible(page, 'ending a demonstration')
      await page.locator('[data-act=demo-end-do]').click()
      await expect(page).toHaveURL(/\/desk\/sign-in$/, { timeout: 60_000 })
      await expect(page.locator('#signin-login')).toBeVisible()
      await expect(band).toHaveCount(0)
      await enter('wang', PASSWORD)
      await expect(page).toHaveURL(/\/desk\/setup$/)
      await expect(page.locator('[data-act=demo]')).toBeVisible()
    } finally {
      office.stop()
    }
  })
})
