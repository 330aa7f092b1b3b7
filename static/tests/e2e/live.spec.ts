/** A page that stays open shows what somebody else did; a second tab hears it from the first; being offline is told. */
import { act, expect, register, signIn, test } from './fixtures'

test('the list and the case of an open page follow what others do', async ({ page, context, browser }) => {
  const listening: string[] = []
  context.on('request', (request) => {
    if (request.url().includes('/api/v1/stream')) listening.push(request.url())
  })
  await signIn(page, 'demo-bureau')
  await page.goto('/desk?sort=newest')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect.poll(() => listening.length).toBeGreaterThan(0)

  const other = await browser.newPage()
  const made = await register(other, '反映井盖缺失')
  await expect(page.getByRole('link', { name: made.title })).toBeVisible({ timeout: 10_000 })

  const second = await context.newPage()
  await second.goto(`/desk/cases/${made.id}`)
  const tag = second.locator('.case-tags .tag').first()
  const before = await tag.textContent()
  await act(other, 'demo-bureau', made.id, 'screen', { class_code: '0304', urgency: 'normal' })
  await expect(tag).not.toHaveText(before ?? '', { timeout: 10_000 })

  await context.setOffline(true)
  await expect(page.locator('.bar-offline')).toContainText('已离线')
  await context.setOffline(false)
  await expect(page.locator('.bar-offline p')).toHaveCount(0)
  await other.close()
})

test('high contrast is chosen in the settings and kept', async ({ page }) => {
  await signIn(page, 'demo-bureau')
  await page.goto('/desk')
  await page.locator('.bar-end button[aria-expanded]').click({ timeout: 8_000 })
  await page.locator('[data-pref-theme=contrast]').click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast')
})
