/** Every definition that the program brings, as it is drawn. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Titled } from '../../src/api/types'
import { eventsOf, statesOf } from '../../src/composables/definition'
import { flowOf, widthOf, wrapText, type Flow } from '../../src/composables/flow'
import { layFlow, type Placed } from '../../src/composables/flowLayout'

const PROGRAM = process.env['PETITIOND'] ?? join(import.meta.dirname, '../../../build/release/petitiond')
const KEYS = readdirSync(join(import.meta.dirname, '../../../sql/seed/workflows')).map((file) =>
  basename(file, '.json'),
)
const read = (key: string): unknown =>
  JSON.parse(execFileSync(PROGRAM, ['workflow', 'show', key], { encoding: 'utf8' }))
const zh = (x: Titled) => x.title_zh
const en = (x: Titled) => x.title_en
const WORDS = { stage: (stage: string) => stage, lane: 'goes on there', from: (titles: string[]) => titles.join(', ') }
const draw = (definition: unknown, pick = zh): Flow => flowOf(definition, pick, (lane) => `lane ${lane}`)

const state = (key: string, final = false) => ({ key, stage: 'intake', title: { zh: key, en: key }, final })
const event = (title: string, from: string[], to?: string, more: object = {}) => ({
  event: title,
  title: { zh: title, en: title },
  from,
  ...(to ? { to } : {}),
  ...more,
})
const small = (...events: object[]) => ({
  lane: 'X',
  initial: 'a',
  states: [state('a'), state('b'), state('c'), state('d'), state('e', true)],
  events,
})

describe('the graph of a definition', () => {
  it('draws one arrow for all events between two states, and each title once', () => {
    const flow = draw(small(event('go', ['a'], 'b'), event('run', ['a'], 'b'), event('go', ['a'], 'b')))
    expect(flow.edges).toEqual([{ from: 'a', to: 'b', labels: ['go', 'run'], isBack: false }])
    expect(flow.initial).toBe('a')
  })
  it('leaves out what changes no state', () => {
    expect(draw(small(event('note', ['a', 'b']), event('again', ['a'], 'a'))).edges).toEqual([])
  })
  it('marks the ways back', () => {
    expect(draw(small(event('return', ['b'], 'a'))).edges[0]?.isBack).toBe(true)
  })
  it('gathers an event of many states in a node of its own', () => {
    const flow = draw(small(event('withdraw', ['a', 'b'], 'e'), event('withdraw', ['c'], 'e')))
    expect(flow.edges).toHaveLength(1)
    expect(flow.nodes[flow.nodes.length - 1]).toMatchObject({ kind: 'many', title: 'withdraw', from: ['a', 'b', 'c'] })
  })
  it('leads out of the definition by a node that names the other one, but not into its own lane', () => {
    const out = draw(small(event('fall back', ['a'], 'b', { lane: { is: 'Y' } })))
    expect(out.edges).toEqual([{ from: 'a', to: 'lane:Y', labels: ['fall back'], isBack: false }])
    expect(out.nodes[out.nodes.length - 1]).toMatchObject({ kind: 'lane', title: 'lane Y' })
    expect(draw(small(event('stay', ['a'], 'b', { lane: { is: 'X' } }))).edges[0]?.to).toBe('b')
  })
  it('passes over what it does not know', () => {
    for (const odd of [null, {}, { states: 1 }, small(event('go', ['nowhere'], 'a'), event('go', ['a'], 'nowhere'))]) {
      expect(draw(odd).edges).toEqual([])
    }
  })
})

describe('lines of text', () => {
  it('breaks Latin between words and Chinese anywhere, never before a stop', () => {
    expect(wrapText('Refuse the objection', 8)).toEqual(['Refuse the', 'objection'])
    expect(wrapText('已登记、已甄别', 3)).toEqual(['已登', '记、已', '甄别'])
    expect(wrapText('', 5)).toEqual([])
  })
  it('counts a Chinese character as one em', () => {
    expect(widthOf('办理')).toBe(2)
    expect(widthOf('ab')).toBeCloseTo(1.12)
  })
})

const overlaps = (placed: Placed): string[] =>
  placed.nodes.flatMap((a, i) =>
    placed.nodes
      .slice(i + 1)
      .filter((b) => Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height)
      .map((b) => `${a.node.key} and ${b.node.key}`),
  )
const hidden = (placed: Placed): string[] =>
  placed.edges.flatMap(({ edge, label }) =>
    placed.nodes
      .filter(
        (n) =>
          label.lines.length > 0 &&
          Math.abs(label.x - n.x) * 2 < label.width + n.width &&
          Math.abs(label.y - n.y) * 2 < label.height + n.height,
      )
      .map((n) => `${edge.labels.join()} under ${n.node.key}`),
  )

describe.each(KEYS)('%s', (key) => {
  const definition = read(key)
  it.each([
    ['zh', zh],
    ['en', en],
  ])('is drawn with every state and every move, nothing over another (%s)', (_, pick) => {
    const flow = draw(definition, pick)
    const drawn = new Set(flow.nodes.filter((n) => n.kind === 'state').map((n) => n.key))
    expect([...drawn]).toEqual(statesOf(definition).map((s) => s.key))
    const said = [...flow.edges.flatMap((e) => e.labels), ...flow.nodes.map((n) => n.title)].join(' ')
    for (const e of eventsOf(definition)) {
      if (e.to && e.from.some((from) => from !== e.to)) expect(said).toContain(pick(e))
    }
    const placed = layFlow(flow, WORDS)
    expect(overlaps(placed)).toEqual([])
    expect(hidden(placed)).toEqual([])
    expect(placed.start).toMatch(/^M/)
    for (const e of placed.edges) expect(e.path, `${e.edge.from} ${e.edge.to}`).toMatch(/^M[\d.]+ [\d.]+C[^N]+$/)
  })
})
