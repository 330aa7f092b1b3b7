/** A petitioner whose browser runs no scripts: the whole road on served pages. axe cannot run here, so the structure is looked at. */
import { expect, test } from './fixtures'
import type { Page } from '@playwright/test'

test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 }, locale: 'zh-CN' })

/** One heading, one main, no script at all, and a word for everything. */
async function expectSound(page: Page, heading: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
  await expect(page.getByRole('main')).toHaveCount(1)
  expect(await page.locator('script').count()).toBe(0)
  await expect(page.getByRole('main')).not.toContainText(/\b(person|plain|portal|sub|submit|track)\.[a-z]/) // words, no keys of words
}
/** Each control has a name, is large enough for a thumb, and stands within 360 px. */
async function expectControls(page: Page, css: string): Promise<void> {
  for (const control of await page.locator(css).all()) {
    await expect(control).toHaveAccessibleName(/\S/)
    const box = (await control.boundingBox())!
    expect(box.height).toBeGreaterThanOrEqual(44)
    expect(box.x + box.width).toBeLessThanOrEqual(360)
  }
}

test.describe('the whole road', () => {
  test.use({ expectedStatus: [422] })
  test('submits, goes on later, follows, adds, and is told what is wrong', async ({ page }) => {
    const title = `无脚本提交${Date.now().toString(36)}`
    await page.goto('/submit')
    await page.getByRole('link', { name: '提交信访' }).click()
    await expectSound(page, '提交信访')
    await expectControls(page, '#f-title, #f-request, #f-place_unit_id, main .acts button.primary')
    await page.getByLabel('标题').fill('停')
    await page.getByRole('button', { name: '下一步：核对' }).last().click()
    await expect(page.getByRole('alert')).toContainText('标题：至少 2 个字')
    await expect(page).toHaveTitle(/^有误/)
    await page.getByRole('alert').getByRole('link', { name: /^标题/ }).click()
    await expect(page.getByLabel('标题')).toHaveValue('停')
    await expect(page.getByLabel('标题')).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByLabel('标题')).toHaveAccessibleDescription(/至少 2 个字/)

    await page.getByRole('radio', { name: '请求解决具体问题' }).check()
    await page.getByLabel('标题').fill(title)
    await page.getByLabel('您希望解决什么').fill('小区东门外停车占道，\n消防车进不来。')
    await page.getByLabel('诉求 2').fill('整治占道停车')
    await page.getByRole('button', { name: '保存，以后再写' }).click()
    const kept = (await page.locator('#draft-code').textContent())!.trim()
    await page.goto('/plain/resume')
    await expectSound(page, '继续填写')
    await page.getByLabel('保存码').fill(kept.toLowerCase())
    await page.getByRole('button', { name: '打开' }).click()
    await expect(page.getByLabel('诉求 1')).toHaveValue('整治占道停车')
    expect(page.url()).not.toContain(kept)

    await page.getByLabel('姓名').fill('沈某某')
    await page.getByLabel(/^电话/).fill('19900000101')
    await page.getByLabel(/^乡镇/).selectOption({ index: 1 })
    await page.getByRole('button', { name: '下一步：核对' }).last().click()
    await expectSound(page, '请核对')
    await expect(page.getByRole('main')).toContainText('消防车进不来')
    await page.getByRole('button', { name: '返回修改' }).click()
    await expect(page.getByLabel('姓名')).toHaveValue('沈某某')
    await page.getByRole('button', { name: '下一步：核对' }).last().click()
    await page.getByRole('button', { name: '确认提交' }).click()
    await expectSound(page, '已提交')
    const code = (await page.locator('#receipt-code').textContent())!.trim()
    const number = (await page.locator('#receipt-number').textContent())!.trim()
    await page.emulateMedia({ media: 'print' })
    await expect(page.locator('.receipt')).toBeVisible()
    await expect(page.getByRole('navigation')).toBeHidden()
    await page.emulateMedia({ media: 'screen' })

    await page.getByRole('main').getByRole('button', { name: '查询进度' }).click()
    await expectSound(page, '查询进度')
    await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible()
    await page.getByLabel('补充的内容').fill('又来了一辆车')
    await page.getByRole('button', { name: '提交材料' }).click()
    await expect(page.getByRole('status')).toContainText('材料已收到')
    expect(page.url()).not.toContain(number)
    await expectControls(page, '#f-file')
    await page.getByRole('button', { name: '上传文件' }).click()
    await expect(page.getByRole('alert')).toContainText('请先选择文件')
    const note = { name: '记录.txt', mimeType: 'text/plain', buffer: Buffer.from('3月2日，路灯三盏不亮。\n') }
    await page.getByLabel('文件（一次一个）').setInputFiles(note)
    await page.getByRole('button', { name: '上传文件' }).click()
    await expect(page.getByRole('status')).toContainText('文件已收到')
    await expect(page.getByRole('main')).toContainText('记录.txt')
    expect(page.url()).not.toContain(number)

    await page.getByRole('link', { name: 'English' }).click()
    await expectSound(page, 'Track progress')
    await page.getByLabel('Case number').fill(number)
    await page.getByLabel('Query code').fill(code)
    await page.getByRole('button', { name: 'Look up' }).click()
    await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible()
  })
})

test.describe('what is refused', () => {
  test.use({ expectedStatus: [404, 422] })
  test('a wrong code, and a proof that is none', async ({ page }) => {
    await page.goto('/plain/track')
    await page.getByLabel('信访编号').fill('999901-2026-W-999999')
    await page.getByLabel('查询码').fill('AAAA-BBBB-CCCC-DDDD-EEEE-FFFF')
    await page.getByRole('button', { name: '查询' }).click()
    await expect(page.getByRole('alert')).toContainText('编号或查询码不正确')
    await expect(page.getByLabel('信访编号')).toHaveValue('999901-2026-W-999999')
    await page.goto('/plain/check')
    await expectSound(page, '验证凭证')
    await page.getByLabel('凭证文件里的内容').fill('{"number":1}')
    await page.getByRole('button', { name: '验证' }).click()
    await expect(page.getByRole('alert')).toContainText('这不是完整的凭证')
  })
})
