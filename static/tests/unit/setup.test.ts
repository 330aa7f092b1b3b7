/** What the pages of setting up reckon for themselves: places in a text, differences, a year of cells. */
import { describe, expect, it } from 'vitest'
import { dayFaults, monthsOf, placeInSource, stretchesOf } from '../../src/composables/calendarYear'
import { diffOf } from '../../src/composables/definitionDiff'
import { lineAt, placeOf } from '../../src/composables/jsonPlace'

describe('a pointer in a text', () => {
  const text = `{
  "a": {"b": [1, "}{", {"c": true}]},
  "say \\"x\\"": [
    [],
    {"d": -1.5e3}
  ]
}`
  const at = (...path: string[]) => text.slice(placeOf(text, path))
  it('is found among objects, lists and quoted brackets', () => {
    expect(at('a', 'b', '0')).toMatch(/^1,/)
    expect(at('a', 'b', '1')).toMatch(/^"}\{"/)
    expect(at('a', 'b', '2', 'c')).toMatch(/^true/)
    expect(at('say "x"', '1', 'd')).toMatch(/^-1.5e3/)
    expect(lineAt(text, placeOf(text, ['say "x"', '1']))).toBe(5)
  })
  it('stops at the last part that is there', () => {
    expect(at('a', 'b', '7')).toMatch(/^\[1,/)
    expect(at('nothing')).toBe(text)
    expect(placeOf('', ['a'])).toBe(0)
    expect(placeOf('{"a": [1, 2', ['a', '1'])).toBe(10)
  })
})

describe('two definitions', () => {
  const before = {
    version: 1,
    lane: 'C6',
    states: [
      { key: 'new', title: { zh: '新', en: 'New' } },
      { key: 'old', title: { zh: '旧', en: 'Old' } },
    ],
    clocks: [{ key: 'C6', title: { zh: '办理', en: 'Handling' }, length: 60 }],
    events: [
      { event: 'go', from: ['new'], fields: [{ name: 'why', kind: 'text' }] },
      { event: 'go', from: ['old'] },
    ],
    ladders: { standard: [{ at: '50%' }] },
  }
  it('do not differ in their number', () => {
    expect(diffOf(before, { ...before, version: 2 })).toEqual([])
  })
  it('are told apart member by member', () => {
    const after = structuredClone(before)
    after.states[1] = { key: 'end', title: { zh: '终', en: 'End' } }
    after.clocks[0]!.length = 45
    after.events[0]!.fields!.push({ name: 'when', kind: 'date' })
    after.events[1]!.from = ['old', 'end']
    after.ladders.standard[0]!.at = '5d'
    after.lane = 'C5'
    const found = diffOf(before, after)
    expect(found.map((e) => `${e.part} ${e.key} ${e.change}`)).toEqual([
      'state old removed',
      'state end added',
      'event go changed',
      'event go (2) changed',
      'clock C6 changed',
      'ladder standard changed',
      'other lane changed',
    ])
    expect(found[4]!.details).toEqual([{ path: ['length'], before: '60', after: '45' }])
    expect(found[3]!.details).toEqual([{ path: ['from'], before: null, after: 'end' }])
    expect(found[2]!.details).toEqual([
      { path: ['fields', 'when'], before: null, after: '{"name":"when","kind":"date"}' },
    ])
  })
})

describe('a year', () => {
  const days = {
    off: ['2026-01-01', '2026-01-02', '2026-02-15'],
    work: ['2026-01-04'],
    names: [
      { day: '2026-01-01', name: '元旦' },
      { day: '2026-01-02', name: '元旦' },
    ],
  }
  it('has twelve months that begin on their weekday', () => {
    const months = monthsOf(2026, days)
    expect(months).toHaveLength(12)
    const january = months[0]!.weeks.flat()
    expect(january.slice(0, 4).map((c) => c?.mday)).toEqual([undefined, undefined, undefined, 1]) // a Thursday
    expect(january.filter((c) => c).length).toBe(31)
    expect(january[3]).toMatchObject({ kind: 'off', name: '元旦' })
    expect(january.find((c) => c?.day === '2026-01-04')?.kind).toBe('work')
    expect(january.find((c) => c?.day === '2026-01-03')?.kind).toBe('rest')
    expect(
      monthsOf(2024, days)[1]!
        .weeks.flat()
        .filter((c) => c).length,
    ).toBe(29)
  })
  it('is told as stretches of days', () => {
    expect(stretchesOf(days)).toEqual([
      { name: '元旦', kind: 'off', from: '2026-01-01', to: '2026-01-02' },
      { name: '', kind: 'work', from: '2026-01-04', to: '2026-01-04' },
      { name: '', kind: 'off', from: '2026-02-15', to: '2026-02-15' },
    ])
  })
})

describe('the days of a notice', () => {
  it('are refused before the server is asked: another year, both lists, a weekday', () => {
    const off = ['2027-01-01', '2028-01-01', '2027-01-01']
    const found = dayFaults(2027, { off, work: ['2027-01-01', '2027-01-04', '2027-01-02'] })
    expect(found.map((x) => `${x.list} ${x.at} ${x.why}`)).toEqual([
      'off 1 year',
      'off 2 twice',
      'work 0 twice',
      'work 0 weekday',
      'work 1 weekday',
    ])
    expect(dayFaults(2027, { off: ['2027-01-01'], work: ['2027-01-02'] })).toEqual([])
  })
  it('are found in the text, in a stretch too', () => {
    const source = JSON.stringify({ off: ['2027-01-01', '2027-02-06..2027-02-12'], work: [] })
    expect(placeInSource(source, 'off', '2027-02-09')).toBe(1)
    expect(placeInSource(source, 'off', '2027-01-01')).toBe(0)
    expect(placeInSource(source, 'work', '2027-01-01')).toBeUndefined()
    expect(placeInSource('BEGIN:VCALENDAR', 'off', '2027-01-01')).toBeUndefined()
  })
})
