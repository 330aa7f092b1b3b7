/** The help pages: what the plugin takes, that both languages say the same, that links lead somewhere, that search finds. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { passagesOf, searchHelp, type Block, type HelpText, type Inline } from '../../src/composables/helpText'
import { loadAllHelp, loadHelp, PAGES } from '../../src/composables/useHelp'
import { helpOf } from '../../vite.help.ts'

const HELP = join(import.meta.dirname, '../../help')
const LANGUAGES = ['zh-CN', 'en'] as const
const page = (language: string, name: string) => helpOf(readFileSync(join(HELP, language, `${name}.md`), 'utf8'))
const shape = (text: HelpText) => text.blocks.map((b) => (b.as === 'h2' ? `#${b.id}` : b.as === 'data' ? b.name : b.as))

function linksOf(of: Inline[]): string[] {
  return of.flatMap((x) => (typeof x === 'string' ? [] : [...(x.as === 'a' ? [x.href] : []), ...linksOf(x.of)]))
}
function links(block: Block): string[] {
  if (block.as === 'p') return linksOf(block.of)
  if (block.as === 'table') return [...block.head, ...block.rows.flat()].flatMap(linksOf)
  return 'items' in block ? block.items.flat().flatMap(links) : []
}

describe('what a page may hold', () => {
  it('reads a small subset of Markdown', () => {
    const text = helpOf(
      '# Title\n\nLead with [a link](/help/limits).\n\n## Part {#part}\n\n- **one** `K`\n\n::clocks::\n',
    )
    expect(text.title).toBe('Title')
    expect(text.lead).toEqual(['Lead with ', { as: 'a', href: '/help/limits', of: ['a link'] }, '.'])
    expect(text.blocks[0]).toEqual({ as: 'h2', id: 'part', text: 'Part' })
    expect(text.blocks[2]).toEqual({ as: 'data', name: 'clocks' })
  })
  it.each([
    ['raw HTML', '# T\n\nLead\n\n<b>x</b>\n'],
    ['HTML in a line', '# T\n\nLead <img src=x>\n'],
    ['a picture', '# T\n\n![x](/icon.svg)\n'],
    ['an address elsewhere', '# T\n\n[x](https://example.org/)\n'],
    ['a heading without an address', '# T\n\nLead\n\n## Part\n'],
    ['no title', 'Lead\n'],
    ['no lead', '# T\n\n## Part {#part}\n'],
  ])('refuses %s', (_, source) => expect(() => helpOf(source)).toThrow())
})

describe('the pages', () => {
  it.each(LANGUAGES)('are all there, and no other (%s)', async (language) => {
    const files = readdirSync(join(HELP, language)).map((file) => basename(file, '.md'))
    expect(files.sort()).toEqual([...PAGES].sort())
    expect(await loadAllHelp(language)).toHaveLength(PAGES.length)
    expect(loadHelp(language, 'nothing')).toBeUndefined()
  })
  it.each(PAGES)('%s has the same parts at the same addresses in both languages', (name) => {
    expect(shape(page('en', name))).toEqual(shape(page('zh-CN', name)))
  })
  it.each(PAGES)('%s has links that lead somewhere', (name) => {
    const workflows = readdirSync(join(HELP, '../../sql/seed/workflows')).map(
      (f) => `/help/workflows/${basename(f, '.json')}`,
    )
    const known = [
      '/submit',
      '/track',
      '/plain',
      '/check',
      '/desk',
      '/help',
      '/help/workflows',
      ...PAGES.map((p) => `/help/${p}`),
      ...workflows,
    ]
    for (const language of LANGUAGES) {
      const text = page(language, name)
      for (const href of [...linksOf(text.lead), ...text.blocks.flatMap(links)]) expect(known).toContain(href)
    }
  })
  it.each(PAGES)('%s has no Chinese in English but what is quoted', (name) => {
    const text = JSON.stringify(page('en', name)).replace(/“[^”]*”/g, '')
    expect(text).not.toMatch(/\p{Script=Han}/u)
  })
})

describe('the search', () => {
  const passages = PAGES.flatMap((name) => passagesOf(`/help/${name}`, page('en', name)))
  it('finds words in titles before words in texts, with the address of the part', () => {
    const found = searchHelp(passages, 'recheck')
    expect(found[0]!.path).toBe('/help/review')
    expect(found.slice(0, 3).map((x) => x.path)).toContain('/help/review#recheck')
    expect(found.length).toBeGreaterThan(3)
    expect(found.find((x) => x.hit)?.hit.toLowerCase()).toBe('recheck')
  })
  it('wants every word, in any order, whatever their case', () => {
    expect(searchHelp(passages, 'WORKING shifted').map((x) => x.path)).toEqual(['/help/limits#count'])
    expect(searchHelp(passages, 'shifted elephant')).toEqual([])
  })
  it('finds Chinese within words', () => {
    const chinese = PAGES.flatMap((name) => passagesOf(`/help/${name}`, page('zh-CN', name)))
    expect(searchHelp(chinese, '调休')[0]?.path).toBe('/help/limits#count')
  })
  it('finds nothing for nothing', () => expect(searchHelp(passages, '  ')).toEqual([]))
})
