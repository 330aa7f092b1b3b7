/** The page of a case: one timeline, the way with its times, drafts that survive, two people at once, who else is there, paper. */
import { act, apiOf, expect, expectAccessible, PASSWORD, register, signIn, test, unitId } from './fixtures'
import type { Page } from '@playwright/test'

const timeline = (page: Page) => page.getByRole('region', { name: '办理过程' })

async function sentOn(page: Page, about: string): Promise<string> {
  const made = await register(page, about)
  await act(page, 'demo-bureau', made.id, 'screen', { class_code: '0304', urgency: 'normal' })
  const to_unit = await unitId(page, '县住建局')
  await act(page, 'demo-bureau', made.id, 'dispatch', { to_unit, kind: 'transfer', basis: '属住建部门职责' })
  return made.id
}

test('everything that happened is one line, and the way says how long and by whom', async ({ page }) => {
  const id = await sentOn(page, '一条时间线')
  await page.goto(`/desk/cases/${id}`)
  await timeline(page).getByLabel('备注').fill('周五与村里现场查看')
  await timeline(page).getByRole('button', { name: '记入办理过程' }).click()
  await expect(timeline(page).locator('.timeline-note')).toHaveText('周五与村里现场查看')
  await expect(timeline(page).getByLabel('备注')).toHaveValue('')

  const rows = timeline(page).locator('.timeline > li')
  await expect(rows).toHaveCount(4)
  await timeline(page).getByRole('button', { name: /^文书/ }).click()
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('转送函')
  await timeline(page)
    .getByRole('button', { name: /^备注 1/ })
    .click()
  await expect(rows).toHaveAttribute('data-kind', 'note')
  await timeline(page).getByRole('button', { name: /^全部/ }).click()
  await timeline(page).getByRole('button', { name: '最新在前' }).click()
  await page.reload()
  await expect(rows.first()).toContainText('登记') // the order is remembered
  await timeline(page).getByRole('button', { name: '最早在前' }).click()

  const now = page.getByRole('list', { name: '办理进程' }).locator('[aria-current=step]')
  await expect(now).toContainText('分派')
  await expect(now).toContainText('进行中')
  await expect(now).toContainText('县住房和城乡建设局')
  await page.getByText(/各环节用时和承办人/).click()
  await expect(page.locator('table.steps tbody tr').last()).toContainText('已转送')
})

test('a draft survives a reload and signing out, and nobody else sees it', async ({ page }) => {
  const made = await register(page, '草稿')
  await signIn(page, 'demo-bureau')
  await page.goto(`/desk/cases/${made.id}`)
  await page.locator('[data-event=screen]').click()
  const dialog = page.getByRole('dialog', { name: '甄别' })
  await dialog.getByLabel(/^备注/).fill('写到一半的话')
  await expect(dialog.locator('.draft-mark')).toContainText('已保存')
  await page.reload() // nothing is unsaved, so nothing asks whether to leave
  await expect(page.locator('.actions-list b')).toHaveText('有未提交的内容。')

  await page.locator('.bar-end .menu > button').click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '登录' })).toBeVisible()
  await page.getByLabel('登录名').fill('demo-bureau')
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByLabel('密码').press('Enter')
  await expect(page.locator('.bar-bell')).toBeVisible()
  await page.goto('/desk/drafts')
  await expectAccessible(page, 'own drafts')
  await page.getByRole('listitem').filter({ hasText: made.number }).getByRole('link', { name: '甄别' }).click()
  await expect(dialog.getByLabel(/^备注/)).toHaveValue('写到一半的话')

  await page.goto('/icon.svg') // a case that is open would say without a session that it is
  await signIn(page, 'demo-window')
  expect(await apiOf(page.request).get(`/cases/${made.id}/drafts`)).toEqual({ data: [] })
  await signIn(page, 'demo-bureau')
  await page.goto(`/desk/cases/${made.id}?act=screen`)
  await dialog.getByRole('button', { name: '丢弃草稿' }).click()
  await expect(page.locator('.actions-list b')).toHaveCount(0)
  await page.goto('/desk/drafts')
  await expect(page.getByRole('listitem').filter({ hasText: made.number })).toHaveCount(0)
})

test.describe('two people at once', () => {
  test.use({ expectedStatus: [412] })
  test('what both changed is chosen field by field, and nothing is lost', async ({ page, browser }) => {
    const id = await sentOn(page, '各写各的')
    const accepted = { notice_method: 'sms', proof: '短信', way: '60 日内答复' }
    await act(page, 'demo-housing-intake', id, 'accept', accepted)
    const { data } = await apiOf(page.request).get<{ data: { account_id: string; name: string }[] }>(
      `/units/${await unitId(page, '县住建局')}/handlers`,
    )
    const handler = data.find((x) => x.name === '钱某')!.account_id
    await act(page, 'demo-housing-intake', id, 'assign_handler', { handler, no_conflict: true })
    await signIn(page, 'demo-housing')
    await page.goto(`/desk/cases/${id}`)
    await page.locator('[data-event=draft_opinion]').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('group', { name: '处理结果' }).getByRole('radio', { name: /^解释/ }).check()
    await dialog.getByLabel('查明的事实和理由').fill('我查明的事实，写了很久。')
    await dialog.getByLabel('法律依据').fill('我的依据')
    const answer = dialog.getByRole('region', { name: '第 1 项诉求' })
    await answer.getByRole('radio', { name: /^解释/ }).check()
    await answer.getByLabel('答复').fill('我的答复，也写了很久。')
    await answer.getByRole('textbox', { name: '依据', exact: true }).fill('《信访工作条例》')

    // The same person at another machine drafts, and the leader sends it back.
    const other = await browser.newPage()
    await signIn(other, 'demo-housing')
    const { demands } = await apiOf(other.request).get<{ demands: { id: string }[] }>(`/cases/${id}`)
    await act(other, 'demo-housing', id, 'draft_opinion', {
      outcome: 'explain',
      facts: '他人查明的事实，也很完整。',
      basis: '他人的依据',
      answers: [{ demand_id: demands[0]!.id, outcome: 'explain', answer: '他人的答复', basis: '《信访工作条例》' }],
    })
    await act(other, 'demo-housing-head', id, 'return_draft', { reason: '请补充现场情况后再报' })
    await other.close()

    await dialog.locator('button[type=submit]').click()
    const table = dialog.locator('table.conflict')
    await expect(table).toBeVisible()
    await expectAccessible(page, 'a choice per field')
    await expect(table.locator('tr[data-field=facts]')).toContainText('他人查明的事实')
    await expect(table.locator('tr[data-field=facts] td').last().getByRole('radio')).toBeChecked()
    await table.locator('tr[data-field=basis] td').nth(1).getByRole('radio').check()
    await expect(dialog.getByLabel('法律依据')).toHaveValue('他人的依据')
    await expect(dialog.getByLabel('查明的事实和理由')).toHaveValue('我查明的事实，写了很久。')
    await dialog.locator('button[type=submit]').click()
    await expect(dialog).toBeHidden()
    await expect(page.locator('.case-tags .tag').first()).toHaveText('意见已拟')
  })
})

test('who else looks or writes is shown at once, and goes with them', async ({ page, browser }) => {
  const made = await register(page, '两人同看')
  await signIn(page, 'demo-bureau')
  await page.goto(`/desk/cases/${made.id}`)
  const present = page.locator('.presence li')
  await expect(page.locator('#actions-h')).toBeVisible()
  await expect(present).toHaveCount(0)
  const other = await browser.newPage()
  await signIn(other, 'demo-bureau-head')
  await other.goto(`/desk/cases/${made.id}`)
  await expect(present).toContainText('正在查看')
  await expect(other.locator('.presence li')).toContainText('何某')
  await other.locator('#note textarea').fill('我来联系')
  await expect(present).toContainText('正在填写')
  await other.locator('#note textarea').fill('')
  await other.getByRole('link', { name: '返回工作台' }).click()
  await expect(present).toHaveCount(0)
  await other.close()
})

test('the dossier on paper: all of the timeline, numbered pages, no controls', async ({ page }) => {
  const made = await register(page, '案卷')
  const api = apiOf(page.request)
  for (let i = 1; i <= 36; i++) await api.post(`/cases/${made.id}/notes`, { text: `第${i}次备注` })
  await page.goto(`/desk/cases/${made.id}`)
  const rows = page.locator('.timeline > li')
  await expect(rows).toHaveCount(30)
  await expect(page.getByRole('button', { name: '显示其余 7 条' })).toBeVisible()
  await expect(page.locator('#steps-h')).toBeVisible()
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await expect(rows).toHaveCount(37)
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.dossier')).toContainText('信访事项案卷摘要')
  await expect(
    page.locator('.timeline-kinds, #note, .presence, .case-bar, .actions').filter({ visible: true }),
  ).toHaveCount(0)
  await expect(page.locator('table.steps')).toBeVisible()
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page[^s]/g)!.length).toBeGreaterThan(1)
})

test('a picture is shown in place, within the policy of the page', async ({ page }) => {
  const made = await register(page, '现场照片')
  await page.goto(`/desk/cases/${made.id}`)
  const files = page.locator('section', { has: page.locator('#files-h') })
  const picker = page.waitForEvent('filechooser')
  await files.getByRole('button', { name: '上传文件' }).click()
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
  await (await picker).setFiles({ name: '现场.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
  await files.getByRole('button', { name: '查看' }).click()
  const image = page.getByRole('dialog', { name: '现场.png' }).getByRole('img')
  await expect(image).toBeVisible()
  expect(await image.evaluate((el: HTMLImageElement) => el.naturalWidth)).toBe(1)
  await page.keyboard.press('Escape')
  await expect(image).toHaveCount(0)
})

test.describe('without a connection', () => {
  test.use({ expectedStatus: [0, 409] })
  test('notes and contacts wait in sight, are sent once, and come back with their words when refused', async ({
    page,
    context,
  }) => {
    const made = await register(page, '断网时写的备注')
    await signIn(page, 'demo-bureau')
    await page.goto(`/desk?q=${made.number}`)
    await page.getByRole('link', { name: made.title }).click()
    const note = timeline(page).getByLabel('备注')
    const send = timeline(page).getByRole('button', { name: '记入办理过程' })
    const waiting = timeline(page).getByRole('list', { name: '等待发送的内容' }).getByRole('listitem')
    const noted = (text: string) => timeline(page).locator('.timeline > li').filter({ hasText: text })
    await expect(page.locator('#actions-h')).toBeVisible()
    await expect(note).toBeVisible()
    await page.waitForLoadState('networkidle')

    // The server takes the first one, its answer is lost; the line goes only then.
    await page.route('**/notes', async (route) => {
      await route.fetch()
      await context.setOffline(true)
      await route.abort()
    })
    await note.fill('答复途中断网的一条')
    await send.click()
    await expect(waiting).toContainText('答复途中断网的一条')
    await page.unroute('**/notes')
    await note.fill('断网后写的第二条')
    await send.click()
    await expect(waiting).toHaveCount(2)
    await expect(note).toHaveValue('')
    await expect(page.locator('.bar-offline')).toContainText('2 条')
    await expectAccessible(page, 'notes that wait')
    await page.getByRole('button', { name: '记录联系' }).first().click()
    const dialog = page.getByRole('dialog', { name: '记录联系' })
    await dialog.getByLabel('方式').selectOption({ label: '电话' })
    await dialog.getByLabel('联系对象').fill('信访人')
    await dialog.getByLabel(/^内容/).fill('电话里说明了办理进度')
    await dialog.getByRole('radio', { name: '是' }).check()
    await dialog.locator('button[type=submit]').click()
    await expect(waiting).toHaveCount(3)
    await page.getByRole('link', { name: '返回工作台' }).click()
    await expect(page.locator('.queue li')).toHaveCount(3)
    await context.setOffline(false)
    await expect(page.locator('.queue')).toHaveCount(0)
    await page.goto(`/desk/cases/${made.id}`)
    for (const text of ['答复途中断网的一条', '断网后写的第二条', '电话里说明了办理进度'])
      await expect(noted(text)).toHaveCount(1)

    await context.setOffline(true)
    await note.fill('会被退回的一条')
    await send.click()
    await expect(waiting).toHaveCount(1)
    const refusal = { code: 'refused', title: '不能这样做', status: 409, detail: '该事项已销毁' }
    await page.route('**/notes', (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
    )
    await context.setOffline(false)
    await expect(waiting).toContainText('该事项已销毁')
    await expect(page.locator('.queue')).toContainText('该事项已销毁')
    await page.unroute('**/notes')
    await waiting.getByRole('button', { name: '取回修改' }).click()
    await expect(waiting).toHaveCount(0)
    await expect(note).toBeFocused()
    await expect(note).toHaveValue('会被退回的一条')
    await send.click()
    await expect(noted('会被退回的一条')).toHaveCount(1)
  })
})

test('the steps that the office set itself are a checklist on the case: done, by whom, when, and taken back', async ({
  page,
}) => {
  const before = await register(page, '启用模板之前登记')
  await signIn(page, 'demo-admin')
  await page.goto('/desk/setup/practices')
  const template = page.getByRole('region', { name: '六步闭环' })
  await template.getByRole('button', { name: /设置适用范围/ }).click()
  await template.getByRole('checkbox', { name: '申诉求决（普通程序）' }).check()
  await expectAccessible(page, 'what a template is used for')
  await template.getByRole('button', { name: '保存' }).click()
  await expect(template.locator('.uses-list')).toContainText('申诉求决（普通程序）')

  const made = await register(page, '按六步办理')
  await signIn(page, 'demo-bureau')
  await page.goto(`/desk/cases/${before.id}`)
  await expect(page.locator('#steps-h')).toBeVisible()
  await expect(page.getByRole('region', { name: '六步闭环' })).toHaveCount(0)
  await page.goto(`/desk/cases/${made.id}`)
  const list = page.getByRole('region', { name: '六步闭环' })
  const first = list.getByRole('listitem').first()
  await expect(list).toContainText('0/6 步')
  await expect(first).toContainText('宜于')
  const second = list.getByRole('listitem').nth(1)
  await expect(second).toContainText('按模板，须先完成“网上流调”')
  await expect(second.getByRole('button')).toHaveCount(0)
  await first.getByRole('button', { name: '记为完成' }).click()
  const dialog = page.getByRole('dialog', { name: '记为完成：网上流调' })
  await dialog.getByRole('button', { name: '记为完成' }).click()
  await expect(dialog.locator('#step-note-error')).toBeVisible()
  await expectAccessible(page, 'noting a step')
  await dialog.getByLabel('完成情况').fill('此前无来信，镇里无办理记录')
  await dialog.getByRole('button', { name: '记为完成' }).click()
  await expect(list).toContainText('1/6 步')
  await expect(first).toContainText('何某')
  await expect(first).toContainText('此前无来信，镇里无办理记录')
  await expect(second).toContainText('宜于')
  await expect(second.getByRole('button', { name: '记为完成' })).toBeVisible()
  const entry = timeline(page).locator('.timeline > li').filter({ hasText: '完成工作步骤' })
  await expect(entry).toContainText('此前无来信')
  await expectAccessible(page, 'steps of a case')
  await first.getByRole('button', { name: '撤回' }).click()
  await page.getByRole('dialog').getByLabel('撤回理由').fill('记在了别的事项上')
  await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click()
  await expect(list).toContainText('0/6 步')
  await expect(timeline(page)).toContainText('撤回工作步骤')

  await signIn(page, 'demo-admin')
  await page.goto('/desk/setup/practices')
  await template.getByRole('button', { name: /设置适用范围/ }).click()
  await template.getByRole('checkbox', { name: '申诉求决（普通程序）' }).uncheck()
  await template.getByRole('button', { name: '保存' }).click()
  await expect(template).toContainText('未启用')
})
