/**
 * One story per role, from coming in to leaving: those around the handling of a case. Supervisor, county leader, administrator, and the
 * petitioner, who has no account and a small screen.
 */
import { readFileSync } from 'node:fs'
import { choose, expect, expectNoSidewaysScroll, uniqueTitle } from './fixtures'
import { carry, comeIn, does, inDays, leave, openFrom, step, test } from './roles'

/** Of the demo: in hand at the housing bureau, and overdue. */
const OVERDUE = '云溪镇危桥限重牌缺失'

test('supervisor: finds what is overdue, sends a letter, turns a thin answer down and takes the next', async ({
  page,
  of,
}) => {
  await comeIn(page, 'demo-bureau-head')
  await openFrom(page, '已超期', OVERDUE)
  const id = new URL(page.url()).pathname.split('/').pop()!
  await step(page, 'supervise', async (dialog) => {
    await dialog.getByLabel('方式').selectOption('letter')
    await dialog.getByLabel('存在的问题').fill('办理期限已过，尚未出具书面意见')
    await dialog.getByLabel('依据条款').fill('信访工作条例第三十四条')
    await dialog.getByLabel('要求').fill('五日内报送办理情况和出具意见的日期')
    await dialog.getByLabel('答复期限').fill(inDays(5))
  })
  const measure = page.getByRole('region', { name: '督办与评价' }).locator('ol > li').last()
  await expect(measure).toContainText('待答复')
  await expect(page.getByRole('region', { name: '文书' })).toContainText('督办')
  const number = /第 (\d+) 号/.exec((await measure.textContent())!)![1]!

  const answers = (answer: string) =>
    does(of, 'demo-housing', id, 'answer_supervision', { number: Number(number), answer })
  await answers('正在办理，请予理解。')
  await expect(measure).toContainText('正在办理，请予理解。')
  await step(page, 'judge_supervision', async (dialog) => {
    await dialog.getByLabel('第几号督办').fill(number)
    await dialog.getByRole('group', { name: '认可' }).getByLabel('否').check()
    await dialog.getByLabel('理由').fill('没有写明出具意见的日期')
    await dialog.getByLabel('重新答复期限').fill(inDays(3))
  })
  await expect(measure).toContainText('已退回')
  await answers('限重牌已于今日补装，两日内出具书面意见。')
  await expect(measure).toContainText('限重牌已于今日补装')
  await step(page, 'judge_supervision', async (dialog) => {
    await dialog.getByLabel('第几号督办').fill(number)
    await dialog.getByRole('group', { name: '认可' }).getByLabel('是').check()
  })
  await expect(measure).toContainText('已认可')
  await leave(page)
})

test('county leader: from the board to an overdue case, why it is late, the list as a file, an instruction', async ({
  page,
}) => {
  await comeIn(page, 'demo-leader')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '数据看板' }).click()
  const late = page.locator('[data-panel=due] .bar-row').filter({ hasText: '已超期' }).locator('.bar-end a')
  const count = (await late.textContent())!.replace(/\D/g, '')
  await late.click()
  await expect(page.locator('.list-bar [role=status]')).toContainText(count)
  await page.getByRole('button', { name: '导出', exact: true }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('form').getByRole('button', { name: '导出' }).click(),
  ])
  const lines = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines).toHaveLength(Number(count) + 1)
  await page.locator('.table').getByRole('link', { name: OVERDUE }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(OVERDUE)
  await page.locator('.clock-why').first().click()
  await expect(page.getByRole('dialog').locator('.trace')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-event]')).toHaveCount(0) // reads, counts and asks; the steps are the units' own
  await page.getByLabel('批示').fill('请承办单位三日内书面说明超期原因，并告知信访人。')
  await page.getByRole('button', { name: '作出批示' }).click()
  const entry = page.locator('.timeline > li').filter({ hasText: '领导批示' })
  await expect(entry).toContainText('林某')
  await expect(entry).toContainText('三日内书面说明超期原因')
  await leave(page)

  await comeIn(page, 'demo-bureau-head')
  await page.goto('/desk/notices')
  await expect(page.getByText('县领导作出批示').first()).toBeVisible()
  await leave(page)
})

test('administrator: begins at administration, makes an account with a role, and the colleague begins to work', async ({
  page,
}) => {
  const login = `role-${Date.now().toString(36)}`
  await comeIn(page, 'demo-admin', '管理')
  await page.getByRole('link', { name: '账号与授权' }).click()
  await page.getByRole('button', { name: '新建账号' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('登录名').fill(login)
  await dialog.getByLabel('姓名').fill('戚某')
  await choose(dialog, '所属单位', '住房和城乡建设局')
  await dialog.getByLabel('如何确认是本人').fill('当面核对工作证')
  await dialog.getByRole('button', { name: '新建账号' }).click()
  const shown = page.getByRole('dialog', { name: '重置码（只显示这一次）' })
  const code = /(\w{4}-){5}\w{4}/.exec((await shown.textContent())!)![0]
  await page.getByRole('button', { name: '已记下' }).click()
  await page.getByRole('button', { name: '授予角色' }).click()
  await dialog.getByLabel('角色').selectOption('unit_handler')
  await dialog.getByRole('button', { name: '授予角色' }).click()
  await expect(page.locator('[data-grant=unit_handler]')).toBeVisible()
  await leave(page)

  await page.getByRole('link', { name: '用重置码设置密码' }).click()
  await page.locator('#reset-login').fill(login)
  await page.locator('#reset-code').fill(code)
  const password = 'chen-Guang-2026-xin'
  await page.locator('#reset-new_password').fill(password)
  await page.locator('#reset-again').fill(password)
  await page.getByRole('button', { name: '设置新密码' }).click()
  await expect(page.getByText('新密码已设置')).toBeVisible()
  await comeIn(page, login, '工作台', password)
  await expect(page.locator('.table tbody tr').first()).toBeVisible() // the cases of the unit
  await leave(page)
})

test.describe('on a small screen', () => {
  test.use({ viewport: { width: 360, height: 740 } })
  test('petitioner: sends a petition, follows it to the answer, rates it, and asks for a review', async ({
    page,
    of,
  }) => {
    const title = uniqueTitle('手机提交占道停车')
    const next = () => page.getByRole('button', { name: '下一步', exact: true }).click()
    await page.goto('/')
    await page
      .getByRole('main')
      .getByRole('link', { name: /提交信访/ })
      .click()
    await page.getByRole('radio', { name: /^求决/ }).check()
    await page.getByLabel('标题').fill(title)
    await next()
    await page.getByLabel('您希望解决什么').fill('东门外停车占道，消防车进不来。')
    await page.getByLabel('诉求 1', { exact: true }).fill('整治占道停车')
    await next()
    await next()
    await page.getByLabel('姓名').fill('沈某某')
    await page.getByLabel(/^电话/).fill('19900000101')
    await page.getByRole('button', { name: '下一步：核对' }).click()
    await page.getByRole('button', { name: '确认提交' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '已提交' })).toBeVisible()
    const code = (await page.locator('[data-test=receipt-code]').textContent())!.trim()

    const bureau = await of('demo-bureau')
    const found = await bureau.get<{ data: { id: string }[] }>(`/cases?q=${encodeURIComponent(title)}`)
    await carry(of, found.data[0]!.id, 'registered', 'delivered')
    const beside = page.waitForEvent('popup') // the receipt with the code stays where it is
    await page.getByRole('main').getByRole('link', { name: '查询进度' }).click()
    page = await beside
    await page.getByLabel('查询码').fill(code)
    await page.getByRole('button', { name: '查询' }).click()
    const matter = page.locator('.track-case')
    await expect(page.locator('#track-result')).toHaveText(title)
    await expect(matter).toContainText('县住房和城乡建设局')
    await expect(matter.locator('.track-list').filter({ hasText: '处理意见书' })).toBeVisible()
    await expect(matter).toContainText('申请复查')
    await expectNoSidewaysScroll(page, 'the answer')

    const rate = page.locator('form.rate')
    await rate.getByRole('group', { name: '评价对象' }).first().getByRole('radio').first().check()
    await rate.locator('input[value=dissatisfied]').check()
    await rate.locator('button[type=submit]').click()
    await expect(rate.getByRole('status')).toBeVisible()

    const ask = page.getByRole('form', { name: '申请复查' })
    await ask.getByLabel('申请理由').fill('停车位怎么解决没有写明。')
    await ask.getByRole('button').click()
    await expect(page.getByText('申请已登记')).toBeVisible()
    await expect(matter.locator('.track-part')).toContainText('复查')
    await expectNoSidewaysScroll(page, 'with a review')
  })
})
