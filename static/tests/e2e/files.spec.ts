/** Files of a case: sent with the keyboard, opened for a reason, a redacted copy for those who only look, removed for good. */
import { expect, expectAccessible, expectNoSidewaysScroll, register, signIn, test } from './fixtures'
import type { Download, FileChooser, Page } from '@playwright/test'
import { readFile, truncate, writeFile } from 'node:fs/promises'

test.use({ expectedStatus: [415, 422] })

const NOTE = Buffer.from('2026年3月2日现场查看：路灯三盏不亮。\n')
const files = (page: Page) => page.locator('section', { has: page.locator('#files-h') })

async function picking(page: Page, button: string): Promise<FileChooser> {
  const picker = page.waitForEvent('filechooser')
  await files(page).getByRole('button', { name: button }).press('Enter')
  return picker
}
async function choose(page: Page, button: string, name: string, content: Buffer): Promise<void> {
  await (await picking(page, button)).setFiles({ name, mimeType: 'text/plain', buffer: content })
}
const contentOf = async (download: Download) => readFile(await download.path())

test('a file is sent, opened, copied without names, and removed', async ({ page }) => {
  const it = await register(page, '路灯不亮')
  await page.goto(`/desk/cases/${it.id}`)
  await expect(files(page)).toContainText('尚无附件')
  await choose(page, '上传文件', '现场记录.txt', NOTE)
  await expect(files(page).locator('.rows')).toContainText('现场记录.txt')
  await expect(page.locator('#files-h')).toBeFocused()
  await expectAccessible(page, 'files')

  const opened = page.waitForEvent('download')
  await files(page).getByLabel('打开原件的原因').selectOption('redact')
  await files(page).getByRole('button', { name: '打开原件' }).click()
  const original = await opened
  expect(original.suggestedFilename()).toBe('现场记录.txt')
  expect(await contentOf(original)).toEqual(NOTE)

  await choose(page, '添加遮盖版', '遮盖版.txt', Buffer.from('路灯三盏不亮。\n'))
  await expect(files(page).locator('.file-copy')).toContainText('遮盖版.txt')
  await expect(page.locator('.timeline, #timeline-h, section').filter({ hasText: '附件' }).first()).toBeVisible()

  // Who only looks sees that there is an original, not what it is called, and reads the copy.
  await signIn(page, 'demo-leader')
  await page.goto(`/desk/cases/${it.id}`)
  await expect(files(page)).toContainText('您无权打开原件')
  await expect(files(page)).not.toContainText('现场记录')
  await expect(files(page).getByRole('button', { name: /打开原件|上传|添加|移除/ })).toHaveCount(0)
  await files(page).getByRole('button', { name: '查看' }).click()
  await expect(page.getByRole('dialog', { name: '遮盖版.txt' }).locator('pre')).toHaveText('路灯三盏不亮。')
  await expectAccessible(page, 'a text shown in place')
  await page.keyboard.press('Escape')
  const copied = page.waitForEvent('download')
  await files(page).getByRole('link', { name: '下载' }).click()
  expect((await copied).suggestedFilename()).toBe('遮盖版.txt')

  await signIn(page, 'demo-window')
  await page.goto(`/desk/cases/${it.id}`)
  await files(page).locator('.file-copy').getByRole('button', { name: '移除' }).click()
  await expectAccessible(page, 'removing a file')
  await page.getByLabel('移除原因').selectOption('duplicate')
  await page.getByRole('dialog').getByRole('button', { name: '移除' }).click()
  await expect(files(page).locator('.file-copy')).toContainText('重复上传')
  await expect(files(page).getByRole('link', { name: '下载' })).toHaveCount(0)
})

test('what is not taken is told, and nothing is sent that would be', async ({ page }, info) => {
  const it = await register(page, '路灯不亮')
  await page.goto(`/desk/cases/${it.id}`)
  await choose(page, '上传文件', '网页.txt', Buffer.from('<!DOCTYPE html><html><script>1</script></html>'))
  await expect(files(page).getByRole('alert')).toContainText('不接受这种文件')
  await choose(page, '上传文件', '记录.pdf', NOTE)
  await expect(files(page).getByRole('alert')).toContainText('扩展名与内容')
  let posts = 0
  page.on('request', (r) => (posts += r.method() === 'POST' && r.url().endsWith('/files') ? 1 : 0))
  const large = info.outputPath('太大.pdf')
  await writeFile(large, '')
  await truncate(large, 21 * 1024 * 1024)
  await (await picking(page, '上传文件')).setFiles(large)
  await expect(files(page).getByRole('alert')).toContainText('单个文件最大 20 MiB')
  await choose(page, '上传文件', '空的.txt', Buffer.alloc(0))
  await expect(files(page).getByRole('alert')).toContainText('文件是空的')
  expect(posts).toBe(0)
  await page.setViewportSize({ width: 360, height: 700 })
  await expectNoSidewaysScroll(page, 'files')
})
