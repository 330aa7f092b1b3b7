/**
 * One story per role, from signing in to signing out: those through whose hands a case goes. Window clerk, bureau handler, unit handler,
 * unit leader, reviewer. What colleagues do between is done by the same API that their pages use.
 */
import { choose, expect, expectAccessible, uniqueTitle } from './fixtures'
import { bring, carry, comeIn, drafts, expectState, leave, openFrom, recordContact, step, test } from './roles'

test('window clerk: registers a visit, hands out the receipt, and finds the case again', async ({ page }) => {
  const title = uniqueTitle('小区东门断头路占道停车')
  await comeIn(page, 'demo-window')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '登记信访' }).click()
  await page.getByLabel('姓名').fill('沈某某')
  await page.getByLabel(/^电话/).fill('19900000101')
  await page.getByLabel('标题').fill(title)
  await page.getByLabel('诉求概况').fill('整治路两侧占道停车，保证消防通道')
  await page.getByLabel('诉求 1', { exact: true }).fill('整治占道停车，保证消防通道')
  await page.getByLabel('诉求 1', { exact: true }).press('Enter')
  await page.getByLabel('诉求 2', { exact: true }).fill('解决小区停车难')
  await choose(page, '内容分类 （选填）', '市政管理')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '登记成功' })).toBeFocused()
  await expect(page.locator('[data-test=receipt-number]')).toHaveText(/-V-\d{6}$/)
  await expect(page.locator('[data-test=receipt-code]')).toHaveText(/^(\w{4}-){5}\w{4}$/)
  await page.getByRole('link', { name: '打开信访事项' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  await expectState(page, '已登记')
  await expect(page.locator('[data-event=dispatch]')).toHaveCount(0) // where it goes is for others to say
  await page.getByRole('search').getByRole('searchbox').fill(title)
  await page.keyboard.press('Enter')
  await expect(page.locator('.table tbody tr')).toHaveCount(1)
  await leave(page)
})

test('bureau handler: screens and sends one case, closes another once nothing is missing', async ({ page, of }) => {
  const fresh = await bring(of, '承办人甄别', 'registered')
  const done = await bring(of, '承办人办结', 'delivered')
  await comeIn(page, 'demo-bureau')
  await openFrom(page, '待认领', fresh.title)
  await step(page, 'screen', (dialog) => dialog.getByLabel('一般').check(), '已甄别')
  await step(
    page,
    'dispatch',
    async (dialog) => {
      await choose(dialog, '承办单位', '住建局')
      await dialog.getByLabel('转送').first().check()
      await dialog.getByLabel(/转送依据/).fill('属住建部门职责')
    },
    '已转送',
  )
  await expect(page.locator('.clock-name').filter({ hasText: '转送后的书面告知' })).toBeVisible()
  await expect(page.getByRole('region', { name: '转送交办' })).toContainText('属住建部门职责')

  await page.goto(`/desk/cases/${done.id}`)
  await expect(page.getByRole('region', { name: '三闭环' })).toContainText('答复后向信访人作了解释')
  await expect(page.locator('[data-refused=close]')).toContainText('答复后向信访人作了解释')
  await recordContact(page, 'phone', '电话回访，逐条解释答复')
  await expect(page.getByRole('region', { name: '三闭环' })).not.toContainText('答复后向信访人作了解释')
  await step(
    page,
    'close',
    async (dialog) => {
      await dialog.getByLabel('办结方式').selectOption('explained_accepted')
      await dialog.getByRole('group', { name: '事情已解决' }).getByLabel('是').check()
      await dialog.getByRole('group', { name: '信访人是否接受' }).getByRole('radio').first().check()
      await dialog.getByRole('group', { name: '保管期限' }).getByRole('radio').first().check()
    },
    '已办结',
  )
  await expect(page.getByRole('region', { name: '办理过程' })).toContainText('办结')
  await page.goto(`/desk/?open=false&q=${encodeURIComponent(done.title)}`)
  await expect(page.locator('.table tbody tr')).toHaveCount(1)
  await leave(page)
})

test('unit handler: accepts, claims, takes the claim back and claims again, answers each demand, delivers', async ({
  page,
  of,
}) => {
  const { id, title } = await bring(of, '承办人办理', 'dispatched')
  await comeIn(page, 'demo-housing')
  await openFrom(page, '待认领', title)
  await step(
    page,
    'accept',
    async (dialog) => {
      await dialog.getByLabel('告知方式').selectOption('sms')
      await dialog.getByLabel('告知凭证').fill('短信记录0601')
      await dialog.getByLabel('办理途径和程序').fill('由县住建局办理，60 日内书面答复。')
    },
    '已受理告知',
  )
  const claim = () =>
    step(
      page,
      'assign_handler',
      async (dialog) => {
        await choose(dialog, '承办人', '钱某')
        await dialog
          .getByRole('group', { name: /利害关系/ })
          .getByLabel('是')
          .check()
      },
      '办理中',
    )
  await claim()
  const offer = page.locator('.toast').getByRole('button', { name: '撤回指定' })
  await offer.hover() // it stays while it is looked at
  await expectAccessible(page, 'what can be undone')
  await offer.click()
  await expectState(page, '已受理告知')
  await expect(page.getByRole('region', { name: '办理过程' })).toContainText('撤回指定')
  await claim()
  await recordContact(page, 'phone', '说明办理安排')
  await expect(page.locator('[data-event=undo_assignment]')).toHaveCount(0) // something else has happened

  await page.locator('[data-event=draft_opinion]').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('button[type=submit]').click()
  await expect(dialog.getByText('请逐项答复：第 2 项诉求未答复').first()).toBeVisible()
  await dialog.getByRole('group', { name: '处理结果' }).getByRole('radio', { name: /^解释/ }).check()
  await dialog.getByLabel('查明的事实和理由').fill('经现场踏勘，该路段为市政道路，两侧停车影响通行。')
  await dialog.getByLabel('法律依据').fill('《中华人民共和国消防法》第二十八条')
  for (const n of [1, 2]) {
    const answer = dialog.getByRole('region', { name: `第 ${n} 项诉求` })
    await answer.getByRole('radio', { name: /^解释/ }).check()
    await answer.getByLabel('答复').fill(`第 ${n} 项：已清理并说明。`)
    await answer.getByRole('textbox', { name: '依据', exact: true }).fill('《信访工作条例》第三十二条')
  }
  await dialog.locator('button[type=submit]').click()
  await expect(dialog).toBeHidden()
  await expectState(page, '意见已拟')
  await expect(page.locator('[data-refused=check]')).toBeVisible() // whoever drafted is told why they may not
  await carry(of, id, 'drafted', 'signed')
  await expectState(page, '已签发') // the open page follows what the others do
  await step(
    page,
    'deliver',
    async (box) => {
      await box.getByLabel('送达方式').selectOption('hand')
      await box.getByLabel(/签收人/).fill('沈某某')
      await box.getByLabel('送达凭证').fill('送达回证 1 号')
    },
    '已送达',
  )
  await expect(page.locator('.clocks')).toContainText('申请复查')
  await leave(page)
})

test('unit leader: names the handler, grants an extension, signs what another drafted and a third checked', async ({
  page,
  of,
}) => {
  const { id, title } = await bring(of, '负责人签发', 'accepted')
  await comeIn(page, 'demo-housing-head')
  await openFrom(page, '待认领', title)
  await step(
    page,
    'assign_handler',
    async (dialog) => {
      const who = dialog.getByRole('combobox', { name: '承办人' })
      await who.click()
      await expect(dialog.getByRole('option').filter({ hasText: '钱某' })).toContainText(/\d/) // what they have in hand
      await choose(dialog, '承办人', '钱某')
      await dialog
        .getByRole('group', { name: /利害关系/ })
        .getByLabel('是')
        .check()
    },
    '办理中',
  )
  await expect(page.locator('.case-next')).not.toContainText('撤回指定') // it can be done, and is no way on
  await step(page, 'extend', async (dialog) => {
    await dialog.getByLabel('延长天数').fill('15')
    await dialog.getByLabel('延期理由').fill('需要多部门联合踏勘，情况复杂')
    await dialog.getByLabel('告知方式').selectOption('hand')
    await dialog.getByLabel('告知凭证').fill('当面签收')
  })
  await expect(page.locator('.case-tags')).toContainText('已延期')
  await expect(page.getByRole('region', { name: '文书' })).toContainText('延期办理告知书')
  await carry(of, id, 'handling', 'checked')

  await page.getByRole('link', { name: '返回工作台' }).click()
  await openFrom(page, '待审核', title)
  await step(page, 'sign', async () => {}, '已签发')
  await expect(page.getByRole('region', { name: '文书' })).toContainText('处理意见书')
  await expect(page.getByRole('region', { name: '诉求与答复' })).toContainText('已清理占道停车')
  await leave(page)
})

test('reviewer: returns one draft with a reason, passes another, and may not review what they drafted', async ({
  page,
  of,
}) => {
  const [poor, good, own] = [
    await bring(of, '审核退回', 'drafted'),
    await bring(of, '审核通过', 'drafted'),
    await bring(of, '审核本人所拟', 'handling'),
  ]
  // For some time the checker handles cases too: the administrator gives them that role.
  const admin = await of('demo-admin')
  const me = await (
    await of('demo-housing-legal')
  ).get<{ account: { id: string; unit_id: string } }>('/sessions/current')
  const { id: account_id, unit_id } = me.account
  await admin.post('/grants', { account_id, role: 'unit_handler', unit_id, scope: 'unit' })
  await drafts(of, 'demo-housing-legal', own.id)

  await comeIn(page, 'demo-housing-legal')
  await openFrom(page, '待审核', poor.title)
  await page.locator('[data-event=return_draft]').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('button[type=submit]').click()
  await expect(dialog.getByText('请填写“退回理由”').first()).toBeVisible()
  await dialog.getByLabel('退回理由').fill('第 2 项只作了解释，没有写明规划的依据')
  await dialog.locator('button[type=submit]').click()
  await expectState(page, '办理中')
  await expect(page.getByRole('region', { name: '办理过程' })).toContainText('退回修改')

  await page.getByRole('link', { name: '返回工作台' }).click()
  await openFrom(page, '待审核', good.title)
  await step(page, 'check', (box) => box.getByLabel('审核意见').fill('事实清楚，依据正确'), '已审核')

  await page.getByRole('link', { name: '返回工作台' }).click()
  await page.goto(`/desk/cases/${own.id}`) // what they drafted does not wait for them
  await expect(page.locator('[data-event=check]')).toHaveCount(0)
  await expect(page.locator('[data-refused=check]')).toContainText('拟写处理意见')
  await leave(page)
})
