import { describe, expect, it } from 'vitest'
import type { Demand, EventField } from '../../src/api/types'
import { eventBody, eventFaults, eventWords, isRequired, keepTyped, startValues } from '../../src/composables/eventForm'
import { eventField as field } from './helpers'

const demand = (id: string, more: Partial<Demand> = {}): Demand => ({
  id,
  position: 1,
  text: id,
  outcome: null,
  answer: null,
  basis: null,
  ...more,
})
const names = (fields: ReturnType<typeof field>[], values: Parameters<typeof eventFaults>[1]) =>
  Object.keys(eventFaults(fields, values, (f) => f.name))

describe('the dialog of an event', () => {
  it('starts empty, with answers as they were and one per demand', () => {
    const fields = [field('ground', 'long'), field('answers', 'answers'), field('end', 'date', { required: false })]
    expect(startValues(fields, [demand('d1', { outcome: 'support', answer: '已办' }), demand('d2')])).toEqual({
      ground: '',
      end: '',
      answers: [
        { demand_id: 'd1', outcome: 'support', answer: '已办', basis: '' },
        { demand_id: 'd2', outcome: '', answer: '', basis: '' },
      ],
    })
  })
  it('asks for what is required, also when another field makes it so', () => {
    const reason = field('reason', 'long', { required: false, required_when: { field: 'settled', is: 'false' } })
    expect(isRequired(reason, { settled: 'true', reason: '' })).toBe(false)
    expect(isRequired(reason, { settled: 'false', reason: '' })).toBe(true)
    expect(names([reason], { settled: 'false', reason: ' ' })).toEqual(['reason'])
    expect(names([reason], { settled: 'true', reason: '' })).toEqual([])
  })
  it('keeps to the bounds of numbers and texts', () => {
    const days = field('days', 'int', { min: 1, max: 30 })
    for (const bad of ['0', '31', '1.5', 'x']) expect(names([days], { days: bad }), bad).toEqual(['days'])
    for (const good of ['1', '30', ' 7 ']) expect(names([days], { days: good }), good).toEqual([])
    const text = field('ground', 'text', { min: 5, max: 8 })
    expect(names([text], { ground: '四个汉字' })).toEqual(['ground'])
    expect(names([text], { ground: '一二三四五六七八' })).toEqual([])
    expect(names([text], { ground: '一二三四五六七八九' })).toEqual(['ground'])
  })
  it('wants each demand answered, one by one', () => {
    const answers = [
      { demand_id: 'd1', outcome: 'support', answer: '已办', basis: '条例' },
      { demand_id: 'd2', outcome: '', answer: ' ', basis: '' },
    ]
    const wrong = ['answers.1.outcome', 'answers.1.answer', 'answers.1.basis']
    expect(names([field('answers', 'answers')], { answers })).toEqual(wrong)
  })
  it('sends numbers and truth as such, and nothing for what was left empty', () => {
    const fields = [
      field('days', 'int'),
      field('settled', 'bool'),
      field('proof', 'text'),
      field('note', 'text'),
      field('answers', 'answers'),
    ]
    const values = {
      days: '7',
      settled: 'false',
      proof: ' 回执 ',
      note: '  ',
      answers: [{ demand_id: 'd1', outcome: 'explain', answer: ' 说明 ', basis: '条例 ' }],
    }
    expect(eventBody(fields, values)).toEqual({
      days: 7,
      settled: false,
      proof: '回执',
      answers: [{ demand_id: 'd1', outcome: 'explain', answer: '说明', basis: '条例' }],
    })
  })
  it('keeps what was typed when somebody else was faster', () => {
    const fresh = {
      ground: '',
      answers: [
        { demand_id: 'd1', outcome: '', answer: '', basis: '' },
        { demand_id: 'd3', outcome: '', answer: '', basis: '' },
      ],
    }
    const typed = {
      ground: '理由',
      gone: '旧字段',
      answers: [
        { demand_id: 'd1', outcome: 'support', answer: '写了很久', basis: '' },
        { demand_id: 'd2', outcome: 'support', answer: '已删的诉求', basis: '' },
      ],
    }
    expect(keepTyped(fresh, typed)).toEqual({ ground: '理由', answers: [typed.answers[0], fresh.answers[1]] })
  })
})

describe('the words of an act that is over', () => {
  it('are what was typed, and nothing that says nothing without the act', () => {
    const field = (name: string, kind: string) => ({ name, kind, title_zh: name }) as unknown as EventField
    const fields = [field('way', 'long'), field('on', 'date'), field('how', 'choice'), field('answers', 'answers')]
    const answers = [{ demand_id: 'd', outcome: 'explain', answer: '已答复', basis: '' }]
    const values = { way: ' 由科室核查 ', on: '2026-03-02', how: 'sms', answers }
    expect(eventWords(fields, values, '备注', (f) => f.name)).toBe('way：由科室核查\n已答复\n备注')
    expect(eventWords(fields, { way: ' ', on: '2026-03-02' }, '', (f) => f.name)).toBe('')
  })
})
