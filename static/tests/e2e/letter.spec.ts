/** A letter is written beside the paper that it becomes; what the preview says is what the PDF says. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  act,
  apiOf,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  register,
  signIn,
  test,
  unitId,
} from './fixtures'
import type { Page } from '@playwright/test'

/** A case that the housing bureau handles. */
async function inHandling(page: Page, about: string, demands: string[]) {
  const made = await register(page, about, demands)
  await act(page, 'demo-bureau', made.id, 'screen', { class_code: '0309', urgency: 'normal' })
  const to_unit = await unitId(page, '县住建局')
  await act(page, 'demo-bureau', made.id, 'dispatch', { to_unit, kind: 'transfer', basis: '属住建部门职责' })
  const told = { notice_method: 'hand', proof: '当面签收', way: '由县住建局按信访程序办理' }
  await act(page, 'demo-housing-intake', made.id, 'accept', told)
  await signIn(page, 'demo-housing')
  const me = await apiOf(page.request).get<{ account: { id: string } }>('/sessions/current')
  await act(page, 'demo-housing-intake', made.id, 'assign_handler', { handler: me.account.id, no_conflict: true })
  return made
}
/** Everything that can be read on a PDF, without the breaks and blanks that laying out puts in. */
function readable(pdf: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'letter-'))
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf)
    return execFileSync('pdftotext', ['-layout', join(folder, 'a.pdf'), '-'], { encoding: 'utf8' })
      .replace(/\s/g, '')
      .replace(/—\d+—/g, '') // the numbers of the pages
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('an opinion is written demand by demand beside its paper, then signed and delivered', async ({ page }) => {
  const made = await inHandling(page, '对照拟写', ['更换东门路灯', '补偿电费'])
  await signIn(page, 'demo-housing')
  await page.goto(`/desk/cases/${made.id}`)
  await page.locator('[data-letter=draft_opinion]').click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('处理意见书')
  const paper = page.locator('.paper')
  await expect(paper).toContainText(made.title)
  await expect(page.locator('.paper-side')).toContainText(/字\d+号/)
  await page.locator('#letter-outcome').check()
  await page.locator('#letter-facts').fill('经现场查看，东门三盏路灯线路老化，已断电。')
  await page.locator('#letter-answers-0-outcome').check()
  await page.locator('#letter-answers-0-answer').fill('于____前更换线路')
  await page.locator('input[name=letter-answers-1-outcome][value=explain]').check()
  await page.locator('#letter-answers-1-answer').fill('公共照明电费由财政负担，不向居民收取')
  await page.locator('#letter-answers-1-basis').fill('《城市道路照明设施管理规定》')
  for (const [id, text] of [
    ['#basis-0', '三十二'],
    ['#basis-basis', '34'],
    ['#basis-basis', '书面处理意见'],
  ] as const) {
    await page.locator(id).fill(text)
    await page.getByRole('option').first().click()
  }
  await expect(page.locator('#letter-answers-0-basis')).toHaveValue('《信访工作条例》第三十二条')
  await expect(page.locator('#letter-basis')).toHaveValue('《信访工作条例》第三十四条；《信访工作条例》第三十二条')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.summary')).toContainText('待填的空白')
  await page.locator('#letter-answers-0-answer').fill('本月内更换线路')
  await expect(paper).toContainText('本月内更换线路')
  await expect(paper).not.toHaveAttribute('data-stale')
  await expectAccessible(page, 'letter')
  await expectNoSidewaysScroll(page, 'letter')
  const shown = (await paper.locator('p').allTextContents()).map((x) => x.replace(/\s/g, '')).filter(Boolean)
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('#documents-h')).toBeVisible()
  const api = apiOf(page.request)
  const { data } = await api.get<{ data: { id: string; type: string }[] }>(`/cases/${made.id}/documents`)
  const opinion = data.find((x) => x.type === 'handling_opinion')!
  const pdf = await page.request.get(`/api/v1/cases/${made.id}/documents/${opinion.id}/pdf`)
  const text = readable(await pdf.body())
  expect(shown.length).toBeGreaterThan(8)
  // Names are masked beside the form and in full on paper; everything else is the same, line by line.
  for (const line of shown) expect(text).toContain(line.replace(/^沈\*+：/, '沈某某：'))
  expect(text).toContain('沈某某')

  await page.goto('about:blank') // no page stands open while others sign in here
  await act(page, 'demo-housing-legal', made.id, 'check', {})
  await act(page, 'demo-housing-head', made.id, 'sign', {})
  await signIn(page, 'demo-housing')
  await page.goto(`/desk/cases/${made.id}`)
  await page.locator('[data-deliver]').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#event-method').selectOption('hand')
  await dialog.locator('#event-receiver').fill('沈某某')
  await dialog.locator('#event-proof').fill('送达回证已签收')
  await dialog.locator('button[type=submit]').click()
  await expect(dialog).toBeHidden()
  await expect(page.locator('.doc-delivery').last()).toContainText('送达回证已签收')
})

test('a letter between offices: begun in the dialog, finished beside its paper, shown in place', async ({ page }) => {
  const made = await register(page, '转送函')
  await act(page, 'demo-bureau', made.id, 'screen', { class_code: '0309', urgency: 'normal' })
  const to_unit = await unitId(page, '县住建局')
  await act(page, 'demo-bureau', made.id, 'dispatch', { to_unit, kind: 'transfer', basis: '属住建部门职责' })
  await signIn(page, 'demo-housing-intake')
  await page.goto(`/desk/cases/${made.id}`)
  await page.locator('[data-event=object]').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#event-ground').fill('该处路灯由综合执法部门养护')
  await dialog.locator('[data-beside]').click()
  await expect(page).toHaveURL(/\/letters\/object$/)
  await expect(page.locator('#letter-ground')).toHaveValue('该处路灯由综合执法部门养护')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('异议函')
  await page.locator('#letter-legal_basis').fill('三定规定第（二）项，见××号文')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.summary')).toContainText('待填的空白')
  await page.locator('#letter-legal_basis').fill('三定规定第（二）项')
  await expect(page.locator('.paper')).toContainText('三定规定第（二）项')
  await page.locator('form.letter button[type=submit]').click()
  await expect(page.locator('.toast')).toContainText(/异字\d+号/)
  await page.locator('[data-show=objection_letter]').click()
  const shown = page.getByRole('dialog')
  const picture = shown.locator('.paper-pages img')
  await expect(picture).toHaveCount(1)
  expect(await picture.evaluate((x: HTMLImageElement) => x.naturalWidth)).toBeGreaterThan(1000)
  await shown.locator('summary').click()
  await expect(shown.locator('.paper')).toContainText('该处路灯由综合执法部门养护')
  await expectAccessible(page, 'paper in place')
  await expectNoSidewaysScroll(page, 'paper in place')
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-show=objection_letter]')).toBeFocused()
})

test('what makes no paper says so', async ({ page }) => {
  const made = await register(page, '无此文书')
  await signIn(page, 'demo-bureau')
  await page.goto(`/desk/cases/${made.id}/letters/screen`)
  await expect(page.locator('.empty')).toContainText('现在没有这份文书可写')
})
