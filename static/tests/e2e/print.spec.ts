/** Paper: nothing cut off, no controls, black on white also from the dark theme. */
import { expect, preferring, register, signIn, test } from './fixtures'

test('a case prints with its history and without its controls', async ({ page }) => {
  const made = await register(page, '打印')
  await signIn(page, 'demo-bureau')
  await page.goto('/icon.svg')
  await preferring(page, { theme: 'dark', locale: 'zh-CN' })
  await page.goto(`/desk/cases/${made.id}`)
  await expect(page.locator('.timeline li').first()).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.bar')).toBeHidden()
  await expect(page.locator('.actions')).toBeHidden()
  await expect(page.getByRole('button')).toHaveCount(0)
  await expect(page.locator('.timeline li').first()).toBeVisible()
  const colours = await page.evaluate(() => {
    const style = getComputedStyle(document.body)
    return [style.color, style.backgroundColor]
  })
  expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page[^s]/g)!.length).toBeLessThanOrEqual(4)
})
