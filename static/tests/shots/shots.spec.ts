/** Takes the pictures of pages.ts: both languages, light and dark, three widths; into $SHOTS, with a sheet of them all. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Transition } from '../../src/api/types'
import { isComposed } from '../../src/composables/composed'
import { expect, preferring, signIn, test, type Login } from '../e2e/fixtures'
import { SHOTS } from './pages'

const INTO = process.env['SHOTS'] ?? join(import.meta.dirname, '../../../build/shots')
const WIDTHS = [1440, 1024, 360]
const LOOKS = ['zh-CN', 'en'].flatMap((locale) => ['light', 'dark'].map((theme) => ({ locale, theme })))
const fileOf = (name: string, locale: string, theme: string, width: number) => `${name}.${locale}.${theme}.${width}.png`

/** A letter that may be written now: of the first cases, the first act that makes a paper from fields. */
async function letterOf(page: Page): Promise<string> {
  const list = (await (await page.request.get('/api/v1/cases?open=any&limit=20')).json()) as { data: { id: string }[] }
  for (const { id } of list.data) {
    const moves = (await (await page.request.get(`/api/v1/cases/${id}/transitions`)).json()) as { data: Transition[] }
    const found = moves.data.find((x) => x.allowed && isComposed(x))
    if (found) return `/desk/cases/${id}/letters/${found.event}`
  }
  throw new Error('no case of the demo has a letter to write')
}

test.use({ expectedStatus: [401, 404] })

for (const shot of SHOTS)
  test(shot.name, async ({ page }) => {
    mkdirSync(INTO, { recursive: true })
    if (shot.as) await signIn(page, shot.as as Login)
    let path = shot.path
    if (path === 'case') {
      const list = (await (await page.request.get('/api/v1/cases?open=any&limit=1')).json()) as {
        data: { id: string }[]
      }
      path = `/desk/cases/${list.data[0]!.id}`
    }
    if (path === 'letter') path = await letterOf(page)
    await page.goto('/icon.svg')
    for (const { locale, theme } of LOOKS) {
      await preferring(page, { locale, theme })
      // The plain pages ask the browser.
      await page.emulateMedia({ colorScheme: theme as 'light' | 'dark' })
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto(path.startsWith('/plain') ? `${path}?lang=${locale.slice(0, 2)}` : path)
        await expect(page.locator(shot.ready).first()).toBeVisible()
        await page.waitForTimeout(150) // what comes a moment later: counts, lists beside
        if (shot.open?.startsWith('[')) await page.locator(shot.open).first().click()
        else if (shot.open) await page.keyboard.press(shot.open)
        if (shot.open && !shot.shown) await expect(page.locator('dialog[open]')).toBeVisible()
        if (shot.shown) await expect(page.locator(shot.shown).first()).toBeVisible()
        await page.screenshot({ path: join(INTO, fileOf(shot.name, locale, theme, width)), fullPage: !shot.open })
      }
    }
  })

test('the sheet', () => {
  const rows = SHOTS.map((s) => {
    const cells = LOOKS.flatMap(({ locale, theme }) => WIDTHS.map((w) => fileOf(s.name, locale, theme, w)))
      .map((f) => `<a href="${f}"><img src="${f}" alt="${f}" loading="lazy" height="220"></a>`)
      .join('\n')
    return `<h2>${s.name} <small>${s.path}</small></h2>\n<p>${cells}</p>`
  })
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>petitiond</title>\n${rows.join('\n')}</html>\n`
  writeFileSync(join(INTO, 'index.html'), page)
})
