/** What a petitioner takes home and checks later, in the browser and with the independent program. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, expectAccessible, test } from './fixtures'
import type { Page } from '@playwright/test'

test.use({ expectedStatus: [429] })

const VERIFIER = join(dirname(process.env['PETITIOND'] ?? '../build/release/petitiond'), 'petitiond-verify')

async function submitted(page: Page): Promise<{ number: string; query_code: string }> {
  const made = await page.request.post('/api/v1/public/submissions', {
    data: {
      purpose: 'relief',
      title: `凭证${Date.now()}`,
      request: '请核实施工噪声并答复',
      demands: [{ text: '书面答复' }],
      persons: [{ role: 'petitioner', kind: 'natural', name: '钱某某', phone: `139${String(Date.now()).slice(-8)}` }],
    },
    headers: { 'Idempotency-Key': `"proof-${Date.now()}"` },
  })
  expect(made.status(), await made.text()).toBe(201)
  return ((await made.json()) as { receipt: { number: string; query_code: string } }).receipt
}

async function download(page: Page, button: string): Promise<{ name: string; text: string }> {
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  const file = await coming
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
}

const findings = async (page: Page) =>
  Object.fromEntries(
    await page
      .locator('[data-finding]')
      .evaluateAll((rows) => rows.map((r) => [r.dataset['finding'], r.dataset['tone']])),
  ) as Record<string, string>

async function check(page: Page, text: string): Promise<void> {
  await page.locator('#check-text').fill(text)
  await page.getByRole('button', { name: '验证' }).click()
  await expect(page.locator('#check-result')).toBeFocused()
}
/** The text with another hex digit at the place `within` what follows `after`. */
function altered(text: string, after: string, within = 0): string {
  const at = text.indexOf(after) + after.length + within
  return text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1)
}
async function track(page: Page, receipt: { number: string; query_code: string }): Promise<void> {
  await page.goto('/track')
  await page.locator('#track-number').fill(receipt.number)
  await page.locator('#track-code').fill(receipt.query_code)
  await page.getByRole('button', { name: '查询' }).click()
  await expect(page.getByRole('button', { name: '下载凭证' })).toBeVisible()
}

test('a proof is taken home and checked', async ({ page }) => {
  test.setTimeout(150_000) // a checkpoint comes once a minute
  const receipt = await submitted(page)
  await track(page, receipt)
  const early = await download(page, '下载凭证')
  expect(early.name).toBe(`${receipt.number}-1.json`)
  await expect(page.locator('.proof-box [role=status]')).toContainText('已下载。')
  await expectAccessible(page, 'a proof taken home')

  let proof = early
  await expect(async () => {
    proof = await download(page, '下载凭证')
    expect(proof.text).toContain('"inclusion":{')
  }).toPass({ intervals: [5_000], timeout: 90_000 })
  await expect(page.locator('.proof-box [role=status]')).toContainText('检查点')
  await page.locator('.proof-box').getByRole('link', { name: '验证凭证' }).click()
  await expect(page).toHaveURL(/\/check$/)
  const folder = mkdtempSync(join(tmpdir(), 'proof-'))
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  await page.locator('#check-file').setInputFiles(file('proof.json', proof.text))
  await page.getByRole('button', { name: '验证' }).click()
  await expect(page.locator('#check-result')).toBeFocused()
  expect(await findings(page)).toEqual({ signed: 'true', included: 'true', in_journal: 'true' })
  await expectAccessible(page, 'a good proof')
  await page.locator('#check-text').press('End')
  await page.locator('#check-text').pressSequentially(' ')
  await expect(page.locator('#check-result')).toHaveCount(0) // it was of the text before

  const open = proof.text.replace(/"inclusion":\{.*$/, '"inclusion":null}')
  await check(page, open)
  expect(await findings(page)).toEqual({ signed: 'true', included: 'null', in_journal: 'true' })

  // One digit, of what each finding is over.
  const bad = altered(proof.text, ',"hash":"')
  await check(page, bad)
  // What is not as it was signed proves nothing about the records, and sends nobody to the level above.
  const isNotOurs = async () => {
    await expect(page.locator('#check-result')).toHaveText('这个文件不是本单位签发的原件')
    await expect(page.locator('.check-findings')).not.toContainText('上一级')
    expect(await findings(page)).toEqual({})
  }
  await isNotOurs()
  await expectAccessible(page, 'a bad proof')
  await check(page, altered(proof.text, ',"signature":"', 20))
  await isNotOurs()
  await check(page, altered(proof.text, '"root":"'))
  await isNotOurs()

  // The key is in groups for the eye and whole when it is copied.
  await page.locator('.check-keys code').selectText()
  expect(await page.evaluate(() => getSelection()!.toString().trim())).toMatch(/^[0-9a-f]{64}$/)

  // The same files without trusting this server.
  const list = file('list.jsonl', (await download(page, '下载全部检查点')).text)
  const verify = (name: string, text: string) => {
    const run = spawnSync(VERIFIER, ['--receipt', file(name, text), '--checkpoints', list], { encoding: 'utf8' })
    return `${run.status} ${run.stdout}`
  }
  expect(verify('proof.json', proof.text)).toMatch(/^0 [^]*the list has its checkpoint/)
  expect(verify('open.json', open)).toMatch(/^0 [^]*no checkpoint is in the receipt/)
  expect(verify('early.json', early.text)).toMatch(/^0 [^]*is signed by the office/)
  expect(verify('bad.json', bad)).toMatch(/^1 [^]*BAD: receipt: number, entry, time, hash or epoch/)
  rmSync(folder, { recursive: true })
})

test('what is no proof is not sent, and the page says what is wrong with it', async ({ page }) => {
  let posted = 0
  page.on('request', (r) => (posted += Number(r.method() === 'POST')))
  await page.goto('/check')
  const error = page.locator('#check-text-error')
  await page.getByRole('button', { name: '验证' }).click()
  await expect(page.locator('.summary')).toBeFocused()
  await page.locator('.summary a').click()
  await expect(page.locator('#check-text')).toBeFocused()
  await page.locator('#check-text').fill('{"number":')
  await expect(error).toContainText('无法读取')
  await page.locator('#check-text').fill('{"number":"1"}')
  await expect(error).toContainText('“编号”一项缺少')
  const { number } = await submitted(page)
  const short = { number, seq: 1, at_ms: 1, hash: 'ab', epoch: 1, signature: 'cd', inclusion: {} }
  await page.locator('#check-text').fill(JSON.stringify(short))
  await expect(error).toContainText('“校验值”一项')
  await page.getByRole('button', { name: '验证' }).click()
  await expect(page.locator('.summary')).toBeFocused()
  await expectAccessible(page, 'no proof')
  expect(posted).toBe(0)
})

test('the list of checkpoints goes on when it meets the limit of rate', async ({ page }) => {
  let refused = 0
  await page.route('**/api/v1/public/checkpoints?*', (route) =>
    refused++ === 0
      ? route.fulfill({ status: 429, headers: { 'Retry-After': '1' }, json: { code: 'limited' } })
      : route.continue(),
  )
  await page.goto('/check')
  const list = await download(page, '下载全部检查点')
  expect(list.name).toBe('checkpoints.jsonl')
  expect(JSON.parse(list.text.split('\n')[0]!)).toMatchObject({ seq: 1 })
  expect(refused).toBeGreaterThan(1)
  await expect(page.getByText(/已取得 \d+ 个/)).toBeVisible()
})
