import { describe, expect, it } from 'vitest'
import type { CaseStep, RecordedContact } from '../../src/api/caseviewTypes'
import type { Case, CaseDocument, EventField, JournalEntry } from '../../src/api/types'
import { choose, standOf, threeWay } from '../../src/composables/conflict'
import { keepTyped, readDraft, startValues } from '../../src/composables/eventForm'
import { previewOf, textOf } from '../../src/composables/files'
import { spanOf, wayOf } from '../../src/composables/steps'
import { countKinds, kindsOf, mergeTimeline } from '../../src/composables/timeline'
import { modeOf } from '../../src/composables/usePresence'

const HOUR = 3_600_000
const at = (hour: number) => new Date(Date.UTC(2026, 10, 2, hour)).toISOString()
const step = (
  stage: CaseStep['stage'],
  from: number,
  until: number | null,
  unit = '信访局',
  handler: string | null = null,
) => ({
  ...({ state: 's', title_zh: '', title_en: '', event: null, event_zh: null, event_en: null } as const),
  stage,
  unit_name: unit,
  handler_name: handler,
  from: at(from),
  until: until === null ? null : at(until),
})

describe('the way of a case', () => {
  const steps = [
    step('intake', 0, 2),
    step('assign', 2, 10),
    step('resolve', 10, 20, '石桥乡', '赵某'),
    step('review', 20, 22, '石桥乡'),
    step('resolve', 22, 40, '石桥乡', '赵某'),
    step('resolve', 40, null, '石桥乡', '钱某'),
  ]
  it('adds up what a stage took, also when the case came back to it, and who had it', () => {
    const way = wayOf(steps, 'resolve', null, false, Date.parse(at(50)))
    expect(way.map((x) => x.state)).toEqual(['done', 'done', 'now', 'todo', 'todo'])
    const resolve = way[2]!
    expect(resolve.ms).toBe(38 * HOUR)
    expect(resolve.visits).toBe(2)
    expect(resolve.holders).toEqual([
      { unit: '石桥乡', handler: '赵某', ms: 28 * HOUR },
      { unit: '石桥乡', handler: '钱某', ms: 10 * HOUR },
    ])
    expect(way[3]!.ms).toBe(2 * HOUR) // it was there and was sent back
  })
  it('is blocked where the way on is refused, and done when the case is closed', () => {
    expect(wayOf(steps, 'resolve', null, true).map((x) => x.state)[2]).toBe('blocked')
    const closed = wayOf([...steps.slice(0, 5), step('close', 40, null)], 'close', at(40), false)
    expect(closed.every((x) => x.state === 'done')).toBe(true)
    expect(closed[4]!.ms).toBe(0) // being closed takes no time
  })
  it('words a span as a person would', () => {
    expect(spanOf(10)).toEqual({ unit: 'short', count: 0 })
    expect(spanOf(47 * HOUR)).toEqual({ unit: 'hour', count: 47 })
    expect(spanOf(50 * HOUR)).toEqual({ unit: 'day', count: 2 })
  })
})

const entry = (seq: number, more: Partial<JournalEntry>): JournalEntry => ({
  ...({ title_zh: null, title_en: null, actor_name: '何某', actor_unit: null, event: null, from_state: null } as const),
  ...({ to_state: null, note: null, changes: [], hash: '' } as const),
  seq,
  at: at(seq),
  action: 'event',
  ...more,
})
const change = (field: string) => ({ field, before: null, after: 'x' })

describe('the timeline', () => {
  it('finds an act under everything that it is', () => {
    expect(
      kindsOf(entry(1, { event: 'dispatch', changes: [change('document.transfer_letter'), change('clock.C3')] })),
    ).toEqual(['dispatch', 'act', 'letter', 'clock'])
    expect(kindsOf(entry(2, { action: 'note', note: '周五现场查看' }))).toEqual(['note'])
    expect(kindsOf(entry(3, { event: 'screen', note: '核对' }))).toEqual(['act', 'note'])
    expect(kindsOf(entry(4, { action: 'ladder', changes: [change('clock')] }))).toEqual(['clock'])
    expect(kindsOf(entry(5, { event: 'delivery_failed' }))[0]).toBe('letter')
  })
  it('joins what an act made, by its instant and to no other', () => {
    const letter = { id: 'd', created_at: at(2), issued_at: at(4) } as CaseDocument
    const talk = { id: 'k', created_at: at(3) } as RecordedContact
    const items = mergeTimeline(
      [entry(1, { action: 'register' }), entry(2, {}), entry(3, { event: 'contact' }), entry(4, {}), entry(5, {})],
      { contacts: [talk], documents: [letter] },
    )
    expect(items.map((x) => x.documents.length)).toEqual([0, 1, 0, 1, 0])
    expect(items.map((x) => x.contacts.length)).toEqual([0, 0, 1, 0, 0])
    expect(countKinds(items).get('act')).toBe(4)
    expect(countKinds(items).get('file')).toBeUndefined()
  })
})

const field = (name: string, kind: EventField['kind'], choices: EventField['choices'] = []) =>
  ({ name, kind, choices, title_zh: name, title_en: name, required: true }) as EventField
const answer = (outcome: string, text: string) => ({ demand_id: 'd1', outcome, answer: text, basis: '' })

describe('two people at once', () => {
  const fields = [field('facts', 'long'), field('class', 'class'), field('answers', 'answers')]
  const of = (text: string | null) =>
    ({ demands: [{ id: 'd1', outcome: null, answer: text, basis: null }], class_code: '0304' }) as unknown as Case
  const paper = (facts: string, status = 'draft') =>
    ({ type: 'handling_opinion', status, body: { facts } }) as CaseDocument
  const stand = (text: string | null, ...papers: CaseDocument[]) =>
    standOf(fields, of(text), papers, ['handling_opinion'])

  it('reads what the case and its newest paper say', () => {
    expect(
      stand('旧答复', paper('一稿'), paper('二稿', 'withdrawn'), { ...paper('受理'), type: 'acceptance_notice' }),
    ).toMatchObject({
      facts: '二稿',
      class: '0304',
      answers: [{ demand_id: 'd1', answer: '旧答复' }],
    })
  })
  it('puts only what both changed before one, and never what they agree on', () => {
    const base = stand(null, paper('一稿'))
    const theirs = stand('他人的答复', paper('二稿'))
    const mine = { facts: '我的稿', class: '0304', answers: [answer('support', '我的答复')] }
    const rows = threeWay(fields, base, theirs, mine)
    expect(rows.map((r) => [r.id, r.base, r.theirs, r.mine])).toEqual([
      ['facts', '一稿', '二稿', '我的稿'],
      ['answers.0.answer', '', '他人的答复', '我的答复'],
    ])
    expect(threeWay(fields, base, theirs, { facts: '二稿', class: '', answers: [] })).toEqual([])
    expect(threeWay(fields, base, base, mine)).toEqual([])
    const taken = rows.reduce((values, row) => choose(values, row, 'theirs'), mine as ReturnType<typeof stand>)
    expect(taken).toMatchObject({ facts: '二稿', answers: [{ outcome: 'support', answer: '他人的答复' }] })
    expect(choose(taken, rows[0]!, 'mine')['facts']).toBe('我的稿')
  })
  it('takes a draft back only in the shape that it was kept in', () => {
    const draft = readDraft({ values: { facts: '稿' }, note: '注', base: { facts: '' } })
    expect(draft).toEqual({ values: { facts: '稿' }, note: '注', base: { facts: '' } })
    expect(keepTyped(startValues(fields, []), draft!.values)['facts']).toBe('稿')
    for (const strange of [null, 'text', 7, { note: 'x' }, { values: null }]) expect(readDraft(strange)).toBeNull()
  })
})

describe('presence', () => {
  it('fades when nobody is at the desk, and ends with the page', () => {
    expect(modeOf(true, false, 0)).toBe('viewing')
    expect(modeOf(true, true, 0)).toBe('writing')
    expect(modeOf(true, true, 3 * 60_000)).toBe('idle')
    expect(modeOf(true, true, 11 * 60_000)).toBe('away')
    expect(modeOf(false, true, 0)).toBe('away')
  })
})

describe('files shown in place', () => {
  it('are pictures and texts', () => {
    expect(previewOf('image/png')).toBe('image')
    expect(previewOf('text/plain')).toBe('text')
    for (const media of ['application/pdf', 'image/heic', 'image/svg+xml', 'text/html'])
      expect(previewOf(media)).toBeNull()
  })
  it('reads UTF-8 also when it is cut, and what older machines write', async () => {
    expect(await textOf(new Blob(['信访件']), 7)).toBe('信访')
    expect(await textOf(new Blob([new Uint8Array([0xd0, 0xc5, 0xb7, 0xc3])]))).toBe('信访')
  })
})
