import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en, speak, zh } from './helpers'

const base = (key: string) => key.replace(/_(one|other)$/, '')
const params = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort()
const SRC = join(import.meta.dirname, '../../src')
const AREAS = readdirSync(join(SRC, 'locales/zh-CN')).map((file) => file.replace(/\.json$/, ''))

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? sources(join(folder, e.name)) : /\.(vue|ts)$/.test(e.name) ? [join(folder, e.name)] : [],
  )
}

describe('words in two languages', () => {
  it.each(AREAS)('%s has the same keys in both', (area) => {
    const read = (l: string) =>
      Object.keys(JSON.parse(readFileSync(join(SRC, `locales/${l}/${area}.json`), 'utf8')) as object)
    const unique = (keys: string[]) => [...new Set(keys.map(base))].sort()
    expect(unique(read('en'))).toEqual(unique(read('zh-CN')))
  })
  it('has the same parameters in both', () => {
    for (const [key, text] of Object.entries(en)) {
      const other = zh[key] ?? zh[`${base(key)}_other`]
      expect(other, key).toBeDefined()
      // A singular may say "one" instead of a number.
      if (key.endsWith('_one')) expect(params(other!), key).toEqual(expect.arrayContaining(params(text)))
      else expect(params(text), key).toEqual(params(other!))
    }
  })
  it('has both plural forms in English', () => {
    for (const key of Object.keys(zh).filter((k) => k.endsWith('_other'))) {
      expect(en[key], key).toBeDefined()
      expect(en[key.replace(/_other$/, '_one')], key).toBeDefined()
    }
  })
  it('leaves no text empty and no Chinese in English', () => {
    for (const [key, text] of Object.entries({ ...zh })) expect(text.trim(), key).not.toBe('')
    for (const [key, text] of Object.entries(en)) expect(text, key).not.toMatch(/\p{Script=Han}/u)
  })
  it('has words for what the server names: settings and dictionaries', () => {
    const root = join(SRC, '../..')
    const read = (file: string) => readFileSync(join(root, file), 'utf8')
    const settings = [...read('include/app/config.def').matchAll(/^CONFIG_(?:TEXT|INT|BOOL)\((\w+),/gm)].map(
      (m) => m[1]!,
    )
    const kinds = [.../term_kinds\[\] = \{([^}]*)\}/.exec(read('src/domain/term.c'))![1]!.matchAll(/"(\w+)"/g)].map(
      (m) => m[1]!,
    )
    expect(settings.length).toBeGreaterThan(25)
    expect(kinds.length).toBeGreaterThan(7)
    const wanted = [...settings.map((x) => `admin.server.is.${x}`), ...kinds.map((x) => `admin.dict.${x}`)]
    expect(wanted.filter((key) => !zh[key])).toEqual([])
  })
  it('has every key that the code names, and no key that nothing names', () => {
    // The server writes pages with these words too (src/api/plain*.c).
    const server = join(SRC, '../../src/api')
    const pages = readdirSync(server).filter((file) => file.startsWith('plain'))
    const code = [...sources(SRC), ...pages.map((file) => join(server, file))]
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
    const named = new Set([...code.matchAll(/['"`]([a-z_]+(?:\.[a-z_0-9]+)+)['"`]/gi)].map((m) => m[1]!))
    const areas = [...code.matchAll(/[`']([a-z]+(?:\.[a-z_]+)*)\.?\$\{|\btv\(\s*'([a-z.]+)'/g)].map(
      (m) => m[1] ?? m[2]!,
    )
    const idle = Object.keys(zh)
      .map(base)
      .filter((key) => !named.has(key) && !areas.some((area) => key.startsWith(`${area}.`)))
    expect(idle).toEqual([])
  })
})

describe('useI18n', () => {
  it('chooses the plural of the language', async () => {
    const { tn } = await speak('en')
    expect(tn('due.left.day', 1)).toBe('1 day left')
    expect(tn('due.left.day', 2)).toBe('2 days left')
    await speak('zh-CN')
    expect(tn('due.left.day', 1)).toBe('剩 1 天')
  })
  it('writes dates as the county does, in its time zone', async () => {
    const { d } = await speak('zh-CN')
    expect(d('2026-11-22')).toBe('2026年11月22日')
    expect(d('2026-11-22T16:30:00.000Z')).toBe('2026年11月23日')
    expect(d('2026-11-22T16:30:00.000Z', 'time')).toBe('2026年11月23日 00:30')
    expect(d('2026-11-22', 'weekday')).toBe('2026年11月22日星期日')
    await speak('en')
    expect(d('2026-11-22')).toBe('22 Nov 2026')
  })
  it('shows an unknown value of the server as itself', async () => {
    const { tv } = await speak('zh-CN')
    expect(tv('channel', 'visit')).toBe('来访')
    expect(tv('channel', 'pigeon')).toBe('pigeon')
    expect(tv('channel', null)).toBe('')
  })
  it('picks the title of the language and falls back to the other', async () => {
    const { pick } = await speak('en')
    expect(pick({ title_zh: '受理', title_en: 'Accept' })).toBe('Accept')
    expect(pick({ title_zh: '受理', title_en: '' })).toBe('受理')
    expect(pick({ hint_zh: null, hint_en: null }, 'hint')).toBe('')
    expect(pick(null)).toBe('')
  })
})
