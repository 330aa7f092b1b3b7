/** The board: every number leads to the list that it counts; tables, files, comparison, drill-down, paper, large text. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, expectNoSidewaysScroll, preferring, signIn, test } from './fixtures'

const YEAR = '/desk/board?period=twelve'
const panel = (page: Page, id: string) => page.locator(`[data-panel=${id}]`)
const number = (text: string | null) => Number((text ?? '').replace(/[^\d]/g, ''))

/** Follows a number and compares it with what the list says. */
async function leadsToItsList(page: Page, link: ReturnType<Page['locator']>): Promise<void> {
  const said = number(await link.textContent())
  await link.click()
  await expect(page.locator('.list-bar [role=status]')).toContainText(new RegExp(`(^|\\D)${said}(\\D|$)`))
  await expect(page.locator('.chips li').first()).toBeVisible()
  await page.goBack()
  await expect(panel(page, 'due')).toBeVisible()
}

test('numbers open their lists, in both directions', async ({ page }) => {
  await signIn(page, 'demo-leader')
  await page.goto(YEAR)
  await leadsToItsList(page, page.locator('[data-indicator=open] .board-tile-value a'))
  await leadsToItsList(page, panel(page, 'due').locator('.bar-end a').first())
  await leadsToItsList(page, panel(page, 'stage').locator('.bar-end a').first())
  await leadsToItsList(page, panel(page, 'class').locator('.bar-end a').first())
  const missed = page.locator('[data-indicator=timely_notice] .board-tile-more a').first()
  await leadsToItsList(page, missed)
})

test('from the county to a town and its villages, and back', async ({ page }) => {
  await signIn(page, 'demo-leader')
  await page.goto(YEAR)
  const name = panel(page, 'places').locator('a.bar-name').first()
  const town = (await name.textContent())!.trim()
  await name.click()
  await expect(page.locator('.board-crumb [aria-current]')).toHaveText(town)
  await expect(panel(page, 'places').locator('.bar-name').first()).toBeVisible()
  await leadsToItsList(page, panel(page, 'places').locator('.bar-end a').first())
  await page.locator('.board-crumb a').first().click()
  await expect(page.locator('.board-crumb')).toHaveCount(0)
})

test('a chart is a table and a file, and is held against another period', async ({ page }) => {
  await signIn(page, 'demo-bureau')
  await page.goto('/desk/board?period=own&from=2026-11-01&to=2026-11-30&compare=previous')
  const shares = panel(page, 'shares')
  await shares.getByRole('button', { name: '看表格' }).click()
  await expect(shares.locator('thead th')).toHaveText(['单位', '按期率', '到期', '按期', '未按期', '对比期'])
  await expect(shares.getByText('2026年10月1日至2026年10月31日')).toBeVisible()
  const rows = await shares.locator('tbody tr').count()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    shares.getByRole('button', { name: /CSV/ }).click(),
  ])
  const text = readFileSync((await download.path())!, 'utf8')
  expect(text.startsWith('\uFEFF')).toBe(true)
  expect(download.suggestedFilename()).toMatch(/\.csv$/)
  expect(text.trimEnd().split('\r\n').slice(-rows)).toHaveLength(rows)
  expect(text).toContain('单位,按期率,到期,按期,未按期,对比期')
  await page.getByRole('combobox', { name: '对比' }).selectOption('year')
  await expect(shares.getByText('2025年11月1日至2025年11月30日')).toBeVisible()
})

test('prints charts with their tables, and in large text nothing runs out of the page', async ({ page }) => {
  await signIn(page, 'demo-leader')
  await page.goto('/icon.svg')
  await preferring(page, { theme: 'dark', size: 'large', locale: 'zh-CN' })
  await page.setViewportSize({ width: 360, height: 800 })
  await page.goto(YEAR)
  await expect(panel(page, 'due').locator('.bar-row').first()).toBeVisible()
  await expectNoSidewaysScroll(page, 'board in large text')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button')).toHaveCount(0)
  await expect(panel(page, 'due').locator('.figure-table')).toBeVisible()
  await expect(panel(page, 'due').locator('.bars')).toBeVisible()
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  const pages = pdf.match(/\/Type\s*\/Page[^s]/g)!.length
  expect(pages).toBeGreaterThan(1)
  expect(pages).toBeLessThanOrEqual(12)
})

test('the work list prints whole, without controls', async ({ page }) => {
  await signIn(page, 'demo-leader')
  await page.goto('/desk/?open=any')
  const rows = page.locator('.table tbody tr')
  await expect(rows.first()).toBeVisible()
  const count = await rows.count()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button')).toHaveCount(0)
  await expect(page.locator('.tiles')).toBeHidden()
  await expect(rows.nth(count - 1)).toBeVisible()
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over).toBeLessThanOrEqual(0)
})

test('single keys take another key and rest when switched off', async ({ page }) => {
  await signIn(page, 'demo-leader')
  await page.goto('/desk/board')
  await expect(page.locator('h1')).toBeVisible()
  await page.locator('.bar-end details > summary, .bar-end [aria-expanded]').first().click()
  await page.locator('.keys summary').click()
  await page.locator('.keys li button').first().click()
  await page.keyboard.press('J')
  await expect(page.locator('.keys [role=status]')).toContainText('已用于其他操作')
  await page.keyboard.press('S')
  await expect(page.locator('.keys [role=status]')).toContainText('已改为')
  await page.keyboard.press('Escape')
  await page.locator('h1').click()
  await page.keyboard.press('s')
  await expect(page.locator('#bar-q')).toBeFocused()
})

test('the help says the same definitions, and is searched without a connection', async ({ page, context }) => {
  await page.goto('/help/board')
  await expect(page.locator('[data-indicators] tbody tr')).toHaveCount(8)
  await page.locator('#help-q').focus()
  await page.waitForLoadState('networkidle')
  await context.setOffline(true)
  await page.locator('#help-q').fill('没有按信访件数')
  await expect(page.locator('.help-found li').first()).toBeVisible()
  await context.setOffline(false)
})
