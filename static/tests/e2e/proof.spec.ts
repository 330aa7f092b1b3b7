/** What a petitioner takes home and checks later, in the browser and with the independent program. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, expectAccessible, test } from './fixtures'
import type { Page } from '@playwright/test'

test.use({ expectedStatus: [404, 422] })

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

const findings = (page: Page) =>
  page.locator('[data-finding]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-tone')))

test('a proof is taken home and checked', async ({ page }) => {
  const receipt = await submitted(page)
  await page.goto('/track')
  await page.locator('#track-number').fill(receipt.number)
  await page.locator('#track-code').fill(receipt.query_code)
  await page.getByRole('button', { name: '查询' }).click()
  const proof = await download(page, '下载凭证')
  expect(proof.name).toBe(`${receipt.number}-1.json`)
  await expect(page.getByText('已下载。')).toBeVisible()

  await page.goto('/check')
  await page.getByRole('button', { name: '验证' }).click()
  await expect(page.locator('#check-text-error')).toBeVisible()
  await page.locator('#check-text').fill('{"number":')
  await expect(page.locator('#check-text-error')).toContainText('无法读取')
  await page.locator('#check-text').fill('{"number":"1"}')
  await expect(page.locator('#check-text-error')).toContainText('缺少')
  const folder = mkdtempSync(join(tmpdir(), 'proof-'))
  writeFileSync(join(folder, 'proof.json'), proof.text)
  await page.locator('#check-file').setInputFiles(join(folder, 'proof.json'))
  await page.getByRole('button', { name: '验证' }).click()
  await expect(page.locator('#check-result')).toBeFocused()
  expect((await findings(page)).filter((tone) => tone === 'false')).toEqual([])
  await expectAccessible(page, 'a good proof')

  // One digit of the hash.
  const at = proof.text.indexOf('"hash":"') + 8
  const bad = proof.text.slice(0, at) + (proof.text[at] === '0' ? '1' : '0') + proof.text.slice(at + 1)
  await page.locator('#check-text').fill(bad)
  await page.getByRole('button', { name: '验证' }).click()
  await expect(page.locator('#check-result')).toHaveText('凭证与记录不一致')
  const found = await findings(page)
  expect([found[0], found[2]]).toEqual(['false', 'false'])
  await expectAccessible(page, 'a bad proof')

  // The same files without trusting this server.
  const list = await download(page, '下载全部检查点')
  writeFileSync(join(folder, 'list.jsonl'), list.text)
  execFileSync(VERIFIER, ['--receipt', join(folder, 'proof.json'), '--checkpoints', join(folder, 'list.jsonl')])
  writeFileSync(join(folder, 'bad.json'), bad)
  expect(() =>
    execFileSync(VERIFIER, ['--receipt', join(folder, 'bad.json'), '--checkpoints', join(folder, 'list.jsonl')], {
      stdio: 'pipe',
    }),
  ).toThrow()
})
