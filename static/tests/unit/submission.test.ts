import { describe, expect, it } from 'vitest'
import { anyNumbers, wholeNumbers } from '../../src/composables/intake'
import { asks, deskBody, deskFaults, isGroupVisit } from '../../src/composables/registration'
import {
  mayTake,
  newPerson,
  newSubmission,
  nextRole,
  peopleCount,
  publicBody,
  submissionFaults,
  type SubmissionDraft,
} from '../../src/composables/submission'

const label = (key: string) => key
const TODAY = '2026-11-22'

function filled(): SubmissionDraft {
  const draft = newSubmission('visit', TODAY)
  draft.title = '断头路占道停车'
  draft.request = '整治占道停车'
  draft.demands[0]!.text = '保证消防通道'
  draft.persons[0]!.name = '沈某某'
  return draft
}
const names = (draft: SubmissionDraft) => Object.keys(deskFaults(draft, label, TODAY))

describe('what a submission must hold', () => {
  it('takes a complete one', () => {
    expect(names(filled())).toEqual([])
  })
  it('names every fault of an empty one, in the order of the form', () => {
    expect(names(newSubmission('visit', TODAY))).toEqual(['persons.0.name', 'title', 'request', 'demands.0.text'])
  })
  it('counts characters, not code units', () => {
    const draft = filled()
    draft.title = '𠮷'.repeat(100)
    expect(names(draft)).toEqual([])
    draft.title += '字'
    expect(names(draft)).toEqual(['title'])
  })
  it('refuses a day to come, and an external number without its platform', () => {
    const draft = filled()
    draft.channel = 'letter'
    draft.received_on = '2026-11-23'
    draft.external_number = '12345-1'
    expect(names(draft)).toEqual(['received_on', 'source_platform'])
  })
  it('never lets an accusation be sent', () => {
    const draft = filled()
    draft.purpose = 'accusation'
    expect(names(draft)).toEqual(['purpose'])
  })
  it('lets the accusation officer send it, with the unit that it is against', () => {
    const draft = filled()
    draft.purpose = 'accusation'
    draft.accused_unit_id = 'u1'
    expect(Object.keys(deskFaults(draft, (key) => key, '2026-11-22', true))).toEqual([])
    expect(deskBody(draft)).toMatchObject({ purpose: 'accusation', accused: [{ unit_id: 'u1' }] })
    draft.purpose = 'relief'
    expect(deskBody(draft)).not.toHaveProperty('accused')
  })
  it('wants somebody who speaks', () => {
    const draft = filled()
    draft.persons[0]!.role = 'agent'
    expect(names(draft)).toEqual(['persons'])
  })
  it('wants an oral record confirmed once there is one', () => {
    const draft = filled()
    draft.oral_text = '来访人称……'
    expect(names(draft)).toEqual(['oral_record.confirmed_by'])
    draft.channel = 'letter'
    expect(names(draft)).toEqual([])
  })
  it('looks at phone numbers and counts', () => {
    const draft = filled()
    draft.persons[0]!.phone = 'abc'
    draft.people_count = '0'
    expect(names(draft)).toEqual(['persons.0.phone', 'people_count'])
    draft.persons[0]!.phone = '0575-8 888 0101'
    draft.people_count = '12'
    expect(names(draft)).toEqual([])
  })
  it('takes no more people from the public than the server does', () => {
    const draft = filled()
    for (let i = 0; i < 50; i++) draft.persons.push({ ...newPerson('co_petitioner'), name: `第${i}人` })
    expect(Object.keys(submissionFaults(draft, label, 50))).toEqual(['persons'])
  })
})

describe('five representatives at most', () => {
  it('closes the choice at five and offers co-petitioner next', () => {
    const draft = filled()
    draft.persons = Array.from({ length: 5 }, (_, i) => ({ ...newPerson('representative'), name: `代表${i}` }))
    expect(names(draft)).toEqual([])
    expect(nextRole(draft.persons, 'visit')).toBe('co_petitioner')
    expect(nextRole(draft.persons, 'letter')).toBe('representative')
    const sixth = newPerson('co_petitioner')
    expect(mayTake([...draft.persons, sixth], sixth, 'representative', 'visit')).toBe(false)
    expect(mayTake([...draft.persons, sixth], sixth, 'petitioner', 'visit')).toBe(false)
    expect(mayTake([...draft.persons, sixth], sixth, 'agent', 'visit')).toBe(true)
    expect(mayTake([...draft.persons, sixth], sixth, 'representative', 'letter')).toBe(true)
    expect(mayTake(draft.persons, draft.persons[0]!, 'representative', 'visit')).toBe(true)
  })
  it('tells everybody beyond the fifth who speaks at a visit, the petitioner among them', () => {
    const draft = filled()
    draft.channel = 'letter'
    for (let i = 0; i < 6; i++) draft.persons.push({ ...newPerson('representative'), name: `代表${i}` })
    expect(names(draft)).toEqual([])
    draft.channel = 'visit'
    expect(names(draft)).toEqual(['persons.5.role', 'persons.6.role'])
  })
  it('tells a group visit from five people on', () => {
    const draft = filled()
    expect(isGroupVisit(draft)).toBe(false)
    draft.people_count = '5'
    expect(isGroupVisit(draft)).toBe(true)
    draft.channel = 'letter'
    expect(isGroupVisit(draft)).toBe(false)
    draft.people_count = 'many'
    expect(peopleCount(draft)).toBe(1)
  })
})

describe('what a way of coming asks for', () => {
  it('neither checks nor sends what it does not ask for', () => {
    const draft = filled()
    draft.channel = 'call'
    draft.people_count = 'many'
    draft.window_number = '2'
    draft.is_joint = true
    expect(asks('call', 'people')).toBe(false)
    expect(names(draft)).toEqual([])
    expect(deskBody(draft)).toMatchObject({ people_count: 1 })
    expect(deskBody(draft)).not.toHaveProperty('window_number')
    expect(deskBody(draft)).not.toHaveProperty('is_joint')
  })
})

describe('somebody who is taken over as known', () => {
  it('is sent by id and nothing else', () => {
    const draft = filled()
    const known = { person_id: 'p1', kind: 'natural' as const, name: '沈**', id_type: null, id_number: null }
    draft.persons = [{ ...newPerson('petitioner'), known: { ...known, phone: null, address: null, cases: [] } }]
    draft.case_id = 'c1'
    expect(names(draft)).toEqual([])
    expect(deskBody(draft)).toMatchObject({
      case_id: 'c1',
      persons: [{ role: 'petitioner', kind: 'natural', known_person_id: 'p1' }],
    })
  })
  it('is looked up by whole numbers only', () => {
    const p = { ...newPerson('petitioner'), phone: '1990000010', id_number: '33060019700101123' }
    expect(wholeNumbers(p)).toEqual({})
    expect(anyNumbers(p)).toEqual({ phone: '1990000010', id_number: '33060019700101123' })
    p.phone += '1'
    p.id_number += 'x'
    expect(wholeNumbers(p)).toEqual({ phone: '19900000101', id_number: '33060019700101123x' })
  })
})

describe('what is sent', () => {
  it('leaves out what was left empty', () => {
    expect(deskBody(filled())).toEqual({
      channel: 'visit',
      received_on: TODAY,
      purpose: 'relief',
      title: '断头路占道停车',
      request: '整治占道停车',
      demands: [{ text: '保证消防通道' }],
      people_count: 1,
      urgency: 'normal',
      persons: [{ role: 'petitioner', kind: 'natural', name: '沈某某' }],
    })
  })
  it('sends the oral record only where one is made', () => {
    const draft = filled()
    draft.oral_text = ' 记录 '
    draft.oral_read_back = true
    draft.oral_confirmed_by = 'signature'
    expect(deskBody(draft).oral_record).toEqual({ text: '记录', read_back: true, confirmed_by: 'signature' })
    draft.channel = 'letter'
    expect(deskBody(draft).oral_record).toBeUndefined()
  })
  it('keeps channel, unit and platform out of the public body', () => {
    const body = publicBody(filled())
    expect(body).not.toHaveProperty('channel')
    expect(body).not.toHaveProperty('urgency')
    expect(body).not.toHaveProperty('source_platform')
  })
})
