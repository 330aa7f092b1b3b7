/** What each entry costs on the wire. Runs on the build; without one there is nothing to weigh. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const DIST = join(import.meta.dirname, '../../dist')
const KB = 1000

const names = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((m) => m[1]!).filter((name) => existsSync(join(DIST, 'assets', name)))
const source = (file: string) => readFileSync(join(DIST, 'assets', file), 'utf8')
const entry = (html: string) => names(readFileSync(join(DIST, html), 'utf8'), /assets\/([\w-]+\.js)/g)

/** A file with all that it imports; `lazy` follows the pages and languages that are loaded later too. */
function closure(files: string[], lazy: boolean, found = new Set<string>()): Set<string> {
  for (const file of files) {
    if (found.has(file)) continue
    found.add(file)
    const pattern = lazy ? /["'`](?:\.\/|assets\/)([\w-]+\.js)["'`]/g : /(?:from|import)\s*["'`]\.\/([\w-]+\.js)["'`]/g
    closure(names(source(file), pattern), lazy, found)
  }
  return found
}
const weight = (files: Set<string>) =>
  [...files].reduce((sum, f) => sum + gzipSync(readFileSync(join(DIST, 'assets', f)), { level: 9 }).length, 0)

/** The areas of words that a page asks for. */
function areasOf(router: string, page: string): string[] {
  const route = router.split('path:').find((text) => text.includes(`/${page}.vue`)) ?? ''
  return [...(route.match(/words: \[([^\]]*)\]/)?.[1] ?? '').matchAll(/'(\w+)'/g)].map((m) => m[1]!)
}

/** An area's words come in the language that is read; the heavier one counts. */
const heavier = (all: string[], area: string) =>
  all
    .filter((f) => f.startsWith(`${area}-`))
    .sort((a, b) => weight(new Set([b])) - weight(new Set([a])))
    .slice(0, 1)

describe.skipIf(!existsSync(join(DIST, 'index.html')))('the size of the build', () => {
  it('staff desk: at most 100 kB for any page in either language', () => {
    const start = entry('index.html')
    const all = [...closure(start, true)]
    const pages = all.filter((f) => /^\w+Page-/.test(f))
    const english = all.filter((f) => /^(common|desk)-/.test(f) && !start.includes(f))
    expect(pages.length).toBeGreaterThanOrEqual(6)
    expect(english.length).toBeGreaterThanOrEqual(2)
    const router = readFileSync(join(import.meta.dirname, '../../src/desk/pages.ts'), 'utf8')
    for (const page of pages) {
      const words = areasOf(router, page.replace(/-.*/, '')).flatMap((area) => heavier(all, area))
      expect(weight(closure([...start, ...english, ...words, page], false)), page).toBeLessThanOrEqual(100 * KB)
    }
  })
  it('public portal: at most 50 kB for any page', () => {
    const start = entry('public.html')
    const pages = names(start.map(source).join('\n'), /\.\/(\w+Page-[\w-]+\.js)/g)
    expect(pages.length).toBeGreaterThanOrEqual(4)
    for (const page of pages) expect(weight(closure([...start, page], false)), page).toBeLessThanOrEqual(50 * KB)
  })
  it('help: the layout of drawings comes with a drawing only', () => {
    const all = [...closure(entry('public.html'), true)]
    const drawing = all.filter((f) => /^WorkflowDiagram-/.test(f))
    expect(drawing).toHaveLength(1)
    for (const page of all.filter((f) => /^\w+Page-/.test(f)))
      expect(closure([page], false).has(drawing[0]!)).toBe(false)
    expect(weight(closure(drawing, false))).toBeLessThanOrEqual(50 * KB)
  })
  it('inlines nothing that the content security policy would refuse', () => {
    for (const html of ['index.html', 'public.html']) {
      const text = readFileSync(join(DIST, html), 'utf8')
      expect(text).not.toMatch(/<script(?![^>]*\bsrc=)/)
      expect(text).not.toMatch(/<style|\sstyle=|\son\w+=/)
    }
  })
})
