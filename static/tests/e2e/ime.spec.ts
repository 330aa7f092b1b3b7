/** Chinese is written through an input method: while it composes, its letters are no search and its Enter no answer. */
import type { CDPSession, Page } from '@playwright/test'
import { expect, preferring, register, signIn, test } from './fixtures'

/** The keyboard of a pinyin input method, as the browser hears it. */
async function ime(
  page: Page,
): Promise<{ compose(text: string): Promise<void>; confirm(text: string): Promise<void> }> {
  const cdp: CDPSession = await page.context().newCDPSession(page)
  const press = async (key: string, code: number) => {
    // What an input method takes for itself comes as "Process", 229.
    const asHeard = { key, windowsVirtualKeyCode: code, nativeVirtualKeyCode: code }
    await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...asHeard })
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...asHeard })
  }
  return {
    async compose(text) {
      for (let i = 1; i <= text.length; i++) {
        await press('Process', 229)
        await cdp.send('Input.imeSetComposition', { text: text.slice(0, i), selectionStart: i, selectionEnd: i })
      }
    },
    async confirm(text) {
      await press('Process', 229) // Enter or a digit, meant for the input method
      await cdp.send('Input.insertText', { text })
    },
  }
}

test('the search of the desk waits for the word', async ({ page }) => {
  const made = await register(page, '输入法查找路灯')
  await signIn(page, 'demo-bureau')
  await page.goto('/desk/')
  await expect(page.locator('.table tbody tr').first()).toBeVisible()
  const before = page.url()
  await page.locator('#bar-q').focus()
  const typing = await ime(page)
  await typing.compose('ludeng')
  await expect(page.locator('#bar-q')).toHaveValue('ludeng')
  expect(page.url()).toBe(before)
  await typing.confirm('路灯')
  await expect(page.locator('#bar-q')).toHaveValue('路灯')
  expect(page.url()).toBe(before) // the Enter was the input method's
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/q=/)
  await expect(page.locator('.table').getByRole('link', { name: made.title })).toBeVisible()
})

test('a single key is none while something is composed, and the palette looks for the word', async ({ page }) => {
  await signIn(page, 'demo-bureau')
  await page.goto('/icon.svg')
  await preferring(page, { locale: 'zh-CN' })
  await page.goto('/desk/')
  await expect(page.locator('.table tbody tr').first()).toBeVisible()
  await page.keyboard.press('Control+k')
  const field = page.locator('#palette-q')
  await expect(field).toBeFocused()
  const typing = await ime(page)
  await typing.compose('dengji')
  await expect(page.getByRole('dialog')).toBeVisible() // no letter of it did anything
  await typing.confirm('登记信访')
  await expect(field).toHaveValue('登记信访')
  await expect(page.getByRole('option').first()).toContainText('登记信访')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/desk\/register$/)
})

test('a list to choose from keeps what is composed, whatever happens around it', async ({ page }) => {
  await signIn(page, 'demo-window')
  await page.goto('/desk/register')
  await page.locator('.combo input').first().waitFor()
  const field = page.getByRole('combobox', { name: /^内容分类/ })
  await field.focus()
  const typing = await ime(page)
  await typing.compose('shizheng')
  await expect(field).toHaveValue('shizheng')
  const options = page.locator(`#${await field.getAttribute('id')}-list`).getByRole('option')
  await expect(options).toHaveCount(0) // nothing is looked for yet
  // The page goes on meanwhile: other rows come, the language of a neighbour changes, the list is drawn anew.
  await page.evaluate(() => dispatchEvent(new Event('resize')))
  await page.setViewportSize({ width: 1100, height: 800 })
  await expect(field).toHaveValue('shizheng')
  await typing.confirm('市政')
  await expect(field).toHaveValue('市政')
  await expect(options.filter({ hasText: '市政管理' }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue(/市政管理/)
})

test('the help is searched for the word', async ({ page }) => {
  await page.goto('/help')
  await page.locator('#help-q').focus()
  const typing = await ime(page)
  await typing.compose('tiaoxiu')
  await typing.confirm('调休')
  await expect(page.locator('.help-found a').first()).toBeVisible()
  await expect(page).toHaveURL(/\/help$/)
})
