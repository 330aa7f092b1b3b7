/** The archivist's page: holds, proposals, decisions and certificates; and the correction of a person's data on the case page. */
import { apiOf, expect, expectAccessible, preferring, register, signIn, test } from './fixtures'

test('a case is held by its number and let go again', async ({ page }) => {
  const made = await register(page, '档案停止销毁')
  await signIn(page, 'demo-archivist')
  await page.goto('/desk/retention')
  await expect(page.getByRole('heading', { name: '档案到期与销毁' })).toBeVisible()
  await expectAccessible(page, 'retention')
  await page.getByRole('link', { name: '停止销毁' }).click()
  await page.getByLabel('信访件编号').fill('999901-2026-V-999999')
  await page.getByRole('button', { name: '停止销毁其他案卷' }).click()
  await expect(page.getByText('没有找到这个编号')).toBeVisible()
  await page.getByLabel('信访件编号').fill(made.number)
  await page.getByRole('button', { name: '停止销毁其他案卷' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '停止销毁' }).click()
  await expect(dialog.getByText('请填写“原因”').first()).toBeVisible()
  await dialog.getByLabel('原因').fill('行政诉讼中')
  await dialog.getByRole('button', { name: '停止销毁' }).click()
  const row = page.getByRole('listitem').filter({ hasText: made.number })
  await expect(row).toContainText('行政诉讼中')
  await expectAccessible(page, 'held')
  await row.getByRole('button', { name: '解除' }).click()
  await page.getByRole('dialog').getByLabel('原因').fill('诉讼已结束')
  await page.getByRole('dialog').getByRole('button', { name: '解除' }).click()
  await expect(row).toHaveCount(0)
})

const CASE = {
  case_id: '01kp29bg704vszz1ksqw87fdyy',
  number: '999901-2015-V-000001',
  archive_number: '2015-10-0001',
  class_code: '0309',
  class_title_zh: '市政设施',
  class_title_en: 'Public works',
  retention: '10',
  closed_on: '2015-05-20',
  last_day: '2025-12-31',
  held_at: null,
  held_by: null,
  hold_reason: null,
  proposed_at: '2026-11-02T01:00:00.000Z',
  proposed_by: '丁某',
  is_own: false,
  appraisal: '期限已满，无继续保存价值',
}

/** No case of the demo is old enough: what the server would say is given by the test. */
test('what one proposed another decides, and hears what was not done', async ({ page }) => {
  await signIn(page, 'demo-bureau-head')
  let sent: unknown = null
  await page.route('**/api/v1/retention/candidates**', (route) =>
    route.fulfill({ json: { data: sent ? [] : [CASE], page: { next: null, prev: null, limit: 100 } } }),
  )
  await page.route('**/api/v1/retention/purges', async (route) => {
    sent = route.request().postDataJSON() as unknown
    await route.fulfill({
      json: {
        certificate_id: '01kp29bg704vszz1ksqw87fdyx',
        certificate: '稽信访〔2026〕销字1号',
        data: [
          { case_id: CASE.case_id, number: CASE.number, is_done: true, code: null, message: null },
          {
            case_id: 'x',
            number: '999901-2015-V-000002',
            is_done: false,
            code: 'case_held',
            message: '此件已停止销毁',
          },
        ],
      },
    })
  })
  await page.goto('/desk/retention?list=proposed')
  await preferring(page, { locale: 'en', theme: 'dark' })
  await page.reload()
  await expect(page.getByText('Proposed by 丁某')).toBeVisible()
  await expectAccessible(page, 'proposed, dark')
  await page.getByLabel(`Choose ${CASE.number}`).check()
  await page.getByRole('button', { name: 'Decide to destroy' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('cannot be brought back')
  await dialog.getByLabel('Ground of the decision').fill('档案鉴定小组意见')
  await dialog.getByRole('button', { name: 'Decide to destroy' }).click()
  await expect(page.getByText('1 destroyed, certificate 稽信访〔2026〕销字1号')).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: '999901-2015-V-000002' })).toContainText('此件已停止销毁')
  expect(sent).toEqual({ case_ids: [CASE.case_id], reason: '档案鉴定小组意见' })
})

test('a phone that was entered wrongly is corrected on the case page', async ({ page }) => {
  const made = await register(page, '更正电话')
  await signIn(page, 'demo-bureau')
  await page.goto(`/desk/cases/${made.id}`)
  await page.getByRole('button', { name: '更正' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '更正' }).click()
  await expect(dialog.getByText('请至少填写一项要更正的内容').first()).toBeVisible()
  await expectAccessible(page, 'correction')
  await dialog.getByLabel('电话').fill('13911112222')
  await dialog.getByLabel('依据').fill('本人来电核对')
  await dialog.getByRole('button', { name: '更正' }).click()
  await expect(page.getByText('139****2222')).toBeVisible()
  const journal = await apiOf(page.request).get<{ data: { action: string; changes: unknown }[] }>(
    `/cases/${made.id}/journal`,
  )
  const entry = journal.data.find((x) => x.action === 'correct_person')
  expect(JSON.stringify(entry)).not.toContain('13911112222')
})
