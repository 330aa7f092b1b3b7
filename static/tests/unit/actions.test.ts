import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JournalEntry, Transition } from '../../src/api/types'
import { isColleagues, sortActions } from '../../src/composables/actions'
import { changeText, kindOf } from '../../src/composables/timeline'
import { fieldsOf, statesOf } from '../../src/composables/definition'

const PROGRAM = process.env.PETITIOND ?? join(import.meta.dirname, '../../../build/release/petitiond')
const definition: unknown = JSON.parse(execFileSync(PROGRAM, ['workflow', 'show', 'appeal'], { encoding: 'utf8' }))
const states = statesOf(definition)

const event = (name: string, to: string | null, refused?: string): Transition => ({
  event: name,
  title_zh: name,
  title_en: name,
  hint_zh: null,
  hint_en: null,
  allowed: !refused,
  to,
  fields: [],
  refusals: refused ? [{ code: refused, detail: refused, rule: null, pointer: null }] : [],
  documents: [],
})
const next = (state: string, ...events: Transition[]) => sortActions(events, state, states).next?.event

describe('the next lawful step', () => {
  it('reads the states of the appeal as it is shipped', () => {
    expect(states.map((s) => s.key)).toEqual(expect.arrayContaining(['registered', 'handling', 'closed']))
    expect(states.find((s) => s.key === 'closed')).toMatchObject({ stage: 'close', isFinal: true, title_zh: '已办结' })
  })
  it('carries the case on, whatever stands first in the definition', () => {
    expect(next('registered', event('screen', 'screened'), event('not_accept', 'not_accepted'))).toBe('screen')
    expect(next('screened', event('dispatch', 'dispatched'), event('accept_here', 'accepted'))).toBe('dispatch')
    expect(next('dispatched', event('object', 'objected'), event('accept', 'accepted'))).toBe('accept')
    expect(next('handling', event('assign_handler', 'handling'), event('draft_opinion', 'drafted'))).toBe(
      'draft_opinion',
    )
    expect(next('drafted', event('return_draft', 'handling'), event('check', 'checked'))).toBe('check')
    expect(next('delivered', event('contact', null), event('close', 'closed'))).toBe('close')
  })
  it('never puts going back, leaving early or a mere record first', () => {
    expect(next('handling', event('withdraw', 'closed'), event('contact', null))).toBeUndefined()
    expect(next('checked', event('return_draft', 'handling'))).toBeUndefined()
    expect(next('handling', event('recuse', 'accepted'), event('undo_assignment', 'accepted'))).toBeUndefined()
  })
  it('keeps what is refused here apart from what belongs to other states', () => {
    const sorted = sortActions(
      [
        event('sign', 'signed', 'same_person'),
        event('check', 'checked', 'role_missing'),
        event('close', 'closed', 'not_from_here'),
        event('extend', null),
      ],
      'checked',
      states,
    )
    expect(sorted.refused.map((x) => x.event)).toEqual(['sign'])
    expect(sorted.others.map((x) => x.event)).toEqual(['check'])
    expect(sorted.elsewhere.map((x) => x.event)).toEqual(['close'])
    expect(sorted.more.map((x) => x.event)).toEqual(['extend'])
  })
  it('names what would carry the case on when nothing may', () => {
    const sorted = sortActions(
      [
        event('extend', null),
        event('return_draft', 'handling', 'evidence_missing'),
        event('check', 'checked', 'evidence_missing'),
      ],
      'drafted',
      states,
    )
    expect(sorted.next).toBeNull()
    expect(sorted.stuck?.event).toBe('check')
    expect(sortActions([event('check', 'checked', 'role_missing')], 'drafted', states).stuck).toBeNull()
  })
  it('tells a turn of a colleague from what is in the way', () => {
    expect(isColleagues(event('check', 'checked', 'same_person'))).toBe(true)
    expect(isColleagues(event('check', 'checked', 'role_missing'))).toBe(true)
    expect(isColleagues(event('check', 'checked', 'evidence_missing'))).toBe(false)
    expect(isColleagues(event('check', 'checked'))).toBe(false)
  })
  it('manages without the definition', () => {
    expect(sortActions([event('extend', null), event('go', 'there')], 'here', []).next?.event).toBe('go')
    expect(statesOf(null)).toEqual([])
    expect(statesOf({ states: [{ key: 1 }, 'x', { key: 'a', title: {} }] })).toEqual([])
  })
})

describe('the names of fields', () => {
  it('are those of the events, with the choices of all that use them', () => {
    const fields = fieldsOf(definition)
    expect(fields.get('to_unit')).toMatchObject({ kind: 'unit', title_zh: '承办单位' })
    expect(fields.get('kind')?.choices.map((c) => c.key)).toEqual(expect.arrayContaining(['transfer', 'assignment']))
    expect(fieldsOf(undefined).size).toBe(0)
  })
})

describe('the timeline', () => {
  const entry = (action: string, name: string | null = null) => ({ action, event: name }) as JournalEntry
  it('knows acts, clocks and contacts apart', () => {
    expect(kindOf(entry('register'))).toBe('act')
    expect(kindOf(entry('event', 'screen'))).toBe('act')
    expect(kindOf(entry('event', 'dispatch'))).toBe('dispatch')
    expect(kindOf({ ...entry('material'), changes: [] })).toBe('other')
    expect(kindOf({ ...entry('material'), changes: [{ field: 'file.size', before: null, after: 3 }] })).toBe('file')
    expect(kindOf(entry('event', 'contact'))).toBe('contact')
    expect(kindOf(entry('ladder'))).toBe('clock')
    expect(kindOf(entry('something.new'))).toBe('other')
  })
  it('shows nothing as a dash and what is nested as text', () => {
    expect([null, '', 0, false, { a: 1 }].map(changeText)).toEqual(['—', '—', '0', 'false', '{"a":1}'])
  })
})
