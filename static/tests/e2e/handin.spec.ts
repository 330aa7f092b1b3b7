/** A petitioner adds photographs and files from a phone with number and query code; whoever handles the matter opens them. */
import { expect, expectAccessible, expectNoSidewaysScroll, preferring, register, signIn, test } from './fixtures'
import type { Page } from '@playwright/test'

test.use({ viewport: { width: 360, height: 740 }, expectedStatus: [415, 422] })

const PDF = (text: string) => Buffer.from(`%PDF-1.7\n1 0 obj\n<<>>\nendobj\n% ${text}\n`)
const file = (name: string, content: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer: content })
const handin = (page: Page) => page.locator('section', { has: page.locator('#handin-h') })
const list = (page: Page) => page.getByRole('list', { name: '您上传的文件' })

async function follow(page: Page, it: { number: string; code: string }): Promise<void> {
  await page.goto(`/track?number=${it.number}`)
  await page.getByLabel('查询码').fill(it.code)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByText('补充材料').click()
}

test('several files, of which one is not taken, reach the office', async ({ page }) => {
  const it = await register(page, '楼道渗水')
  await page.context().clearCookies()
  await follow(page, it)
  await page
    .getByLabel('选择文件或者拍照')
    .setInputFiles([
      file('合同第一页.pdf', PDF('1')),
      file('合同第二页.pdf', PDF('2')),
      file('网页.txt', Buffer.from('<!DOCTYPE html><html><script>1</script></html>')),
      file('空的.pdf', Buffer.alloc(0)),
    ])
  await expect(handin(page)).toContainText('文件是空的')
  await expectAccessible(page, 'files that were chosen')
  await expectNoSidewaysScroll(page, 'files that were chosen')
  await page.getByRole('button', { name: '去掉 空的.pdf' }).press('Enter')
  await expect(page.getByLabel('选择文件或者拍照')).toBeFocused()
  const sent: string[] = []
  page.on('request', (r) => sent.push(r.url()))
  await page.getByRole('button', { name: '上传 3 个文件' }).press('Enter')
  await expect(handin(page).getByRole('status')).toContainText('已收到 2 个文件；没有上传的见下')
  await expect(handin(page).getByRole('alert')).toContainText('不接受这种文件')
  await expect(page.locator('#handin-h')).toBeFocused()
  await expect(list(page)).toContainText('合同第二页.pdf')
  await expect(list(page).getByRole('listitem')).toHaveCount(2)
  await expect(list(page).getByRole('link')).toHaveCount(0) // nothing is given back
  expect(sent.filter((url) => url.endsWith('/files'))).toHaveLength(3)
  await expectAccessible(page, 'files that were added')
  await expectNoSidewaysScroll(page, 'files that were added')
  await page.getByRole('button', { name: '去掉 网页.txt' }).click()
  await page.getByLabel('选择文件或者拍照').setInputFiles(file('照片.pdf', PDF('3')))
  await page.getByRole('button', { name: '上传 1 个文件' }).click()
  await expect(handin(page).getByRole('status')).toContainText('已收到 1 个文件，已通知承办人')

  await page.setViewportSize({ width: 1280, height: 860 })
  await signIn(page, 'demo-window')
  await page.goto(`/desk/cases/${it.id}`)
  const office = page.locator('section', { has: page.locator('#files-h') })
  await expect(office.locator('.rows')).toContainText('合同第一页.pdf')
  await expect(office.getByText('来自信访人')).toHaveCount(3)
  await expect(page.locator('.timeline [data-kind=file]').first()).toContainText('信访人补充材料')
  await expectAccessible(page, 'the office sees them')
  const opened = page.waitForEvent('download')
  await office.getByRole('button', { name: '打开原件' }).first().click()
  expect((await opened).suggestedFilename()).toBe('合同第一页.pdf')
})

test('in English and in the dark, by keyboard alone', async ({ page }) => {
  const it = await register(page, '楼道渗水')
  await page.goto('/track')
  await preferring(page, { locale: 'en', theme: 'dark' })
  await page.goto(`/track?number=${it.number}`)
  await page.getByLabel('Query code').fill(it.code)
  await page.getByRole('button', { name: 'Look up' }).press('Enter')
  await page.locator('.acts-material > summary').press('Enter')
  const picker = page.waitForEvent('filechooser')
  await page.getByLabel('Choose files or take a photograph').press('Space')
  await (await picker).setFiles([file('lease.pdf', PDF('1'))])
  await expectAccessible(page, 'English, dark')
  await expectNoSidewaysScroll(page, 'English, dark')
  await page.getByRole('button', { name: 'Send 1 file' }).press('Enter')
  await expect(handin(page).getByRole('status')).toContainText('1 file has arrived')
  await expect(page.getByRole('list', { name: 'Files that you added' })).toContainText('lease.pdf')
})
