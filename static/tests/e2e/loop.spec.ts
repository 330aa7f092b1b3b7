/** The main loop in the browser: sign in, register, screen, dispatch, accept, assign, answer, check, sign, deliver, close. */
import { choose, expect, PASSWORD, signIn, test, uniqueTitle, type Login } from './fixtures'
import type { Locator, Page } from '@playwright/test'

const title = uniqueTitle('小区东门断头路占道停车')
let caseUrl = ''

async function signInByHand(page: Page, login: Login): Promise<void> {
  await page.goto('/desk')
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '工作台' })).toBeFocused()
}

/** Opens the dialog of an event, lets the test fill it in, sends it, and waits until the case says so. */
async function step(
  page: Page,
  event: string,
  fill: (dialog: Locator) => Promise<void>,
  state?: string,
): Promise<void> {
  await page.locator(`[data-event=${event}]`).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await fill(dialog)
  await dialog.locator('button[type=submit]').click()
  await expect(dialog).toBeHidden()
  await expect(page.locator('#actions-h')).toBeFocused()
  if (state) await expect(page.locator('.case-tags .tag').first()).toHaveText(state)
}
const open = async (page: Page, login: Login) => {
  await signIn(page, login)
  await page.goto(caseUrl)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
}
const field = (dialog: Locator, label: string | RegExp) => dialog.getByLabel(label)

test.describe.serial('from registration to closing', () => {
  test('the window registers it', async ({ page }) => {
    await signInByHand(page, 'demo-window')
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
    await expect(page.locator('.case-tags .tag').first()).toHaveText('已登记')
    caseUrl = new URL(page.url()).pathname
  })

  test('the bureau screens it and sends it to the competent unit', async ({ page }) => {
    await open(page, 'demo-bureau')
    await step(page, 'screen', async (dialog) => void (await field(dialog, '一般').check()), '已甄别')
    await step(
      page,
      'dispatch',
      async (dialog) => {
        await choose(dialog, '承办单位', '住建局')
        await field(dialog, '转送').first().check()
        await field(dialog, /转送依据/).fill('属住建部门职责')
      },
      '已转送',
    )
    await expect(page.locator('.clock-name').filter({ hasText: '转送后的书面告知' })).toBeVisible()
    await expect(page.getByRole('region', { name: '转送交办' })).toContainText('属住建部门职责')
  })

  test('the unit accepts it and names a handler', async ({ page }) => {
    await open(page, 'demo-housing-intake')
    await step(
      page,
      'accept',
      async (dialog) => {
        await field(dialog, '告知方式').selectOption('sms')
        await field(dialog, '告知凭证').fill('短信记录0601')
        await field(dialog, '办理途径和程序').fill('由县住建局办理，60 日内书面答复。')
      },
      '已受理告知',
    )
    await step(
      page,
      'assign_handler',
      async (dialog) => {
        await dialog.getByRole('combobox', { name: '承办人' }).click()
        await dialog.getByRole('option').first().click()
        await dialog
          .getByRole('group', { name: /利害关系/ })
          .getByLabel('是')
          .check()
      },
      '办理中',
    )
  })

  test('the handler talks to the petitioner and answers each demand', async ({ page }) => {
    await open(page, 'demo-housing')
    await page.getByRole('button', { name: '记录联系' }).last().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('方式').selectOption('phone')
    await dialog.getByLabel('联系对象').fill('沈某某')
    await dialog.getByLabel('内容').fill('说明办理安排')
    await dialog.getByRole('group', { name: '联系上了' }).getByLabel('是').check()
    await dialog.locator('button[type=submit]').click()
    await expect(page.getByRole('region', { name: '联系记录' })).toContainText('说明办理安排')

    await page.locator('[data-event=draft_opinion]').click()
    await dialog.locator('button[type=submit]').click()
    await expect(dialog.getByText('请逐项答复：第 2 项诉求未答复').first()).toBeVisible()
    await dialog.getByRole('group', { name: '处理结果' }).getByRole('radio', { name: /^解释/ }).check()
    await dialog.getByLabel('查明的事实和理由').fill('经现场踏勘，该路段为市政道路，两侧停车影响通行。')
    await dialog.getByLabel('法律依据').fill('《中华人民共和国消防法》第二十八条')
    for (const n of [1, 2]) {
      const answer = dialog.getByRole('region', { name: `第 ${n} 项诉求` })
      await answer.getByRole('radio', { name: /^解释/ }).check()
      await answer.getByLabel('答复').fill(`第 ${n} 项：已清理并说明。`)
      await answer.getByLabel('依据').fill('《信访工作条例》第三十二条')
    }
    await dialog.locator('button[type=submit]').click()
    await expect(dialog).toBeHidden()
    await expect(page.locator('.case-tags .tag').first()).toHaveText('意见已拟')
    // Whoever drafted may not sign: told at once, with the reason.
    await expect(page.locator('[data-refused=check]')).toBeVisible()
  })

  test('others check and sign it', async ({ page }) => {
    await open(page, 'demo-housing-legal')
    await step(page, 'check', async () => {}, '已审核')
    await open(page, 'demo-housing-head')
    await step(page, 'sign', async () => {}, '已签发')
    await expect(page.getByRole('region', { name: '文书' })).toContainText('处理意见书')
    await expect(page.getByRole('region', { name: '诉求与答复' })).toContainText('第 2 项：已清理并说明。')
  })

  test('it is delivered with method, day and proof', async ({ page }) => {
    await open(page, 'demo-housing')
    await step(
      page,
      'deliver',
      async (dialog) => {
        await field(dialog, '送达方式').selectOption('hand')
        await field(dialog, /签收人/).fill('沈某某')
        await field(dialog, '送达凭证').fill('送达回证 1 号')
      },
      '已送达',
    )
    await expect(page.locator('.clocks')).toContainText('申请复查')
  })

  test('it is not closed before the answer is explained', async ({ page }) => {
    await open(page, 'demo-bureau')
    await expect(page.getByRole('region', { name: '三闭环' })).toContainText('答复后向信访人作了解释')
    await expect(page.locator('[data-refused=close]')).toContainText('答复后向信访人作了解释')
    await open(page, 'demo-housing')
    await page.getByRole('button', { name: '记录联系' }).last().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('方式').selectOption('visit')
    await dialog.getByLabel('联系对象').fill('沈某某')
    await dialog.getByLabel('内容').fill('当面逐条解释答复')
    await dialog.getByRole('group', { name: '联系上了' }).getByLabel('是').check()
    await dialog.locator('button[type=submit]').click()
    await expect(page.getByRole('region', { name: '三闭环' })).not.toContainText('答复后向信访人作了解释')
  })

  test('the bureau closes it', async ({ page }) => {
    await open(page, 'demo-bureau')
    await step(
      page,
      'close',
      async (dialog) => {
        await field(dialog, '办结方式').selectOption('explained_accepted')
        await dialog.getByRole('group', { name: '事情已解决' }).getByLabel('是').check()
        await dialog.getByRole('group', { name: '信访人是否接受' }).getByRole('radio').first().check()
        await dialog.getByRole('group', { name: '保管期限' }).getByRole('radio').first().check()
      },
      '已办结',
    )
    await expect(page.getByRole('region', { name: '办理过程' })).toContainText('办结')
    await page.goto(`/desk/?open=false&q=${encodeURIComponent(title)}`)
    await expect(page.locator('.table tbody tr')).toHaveCount(1)
  })
})
