/** What a submission must hold before it is sent; shared by the register form and the public form. Pure. */
import type { Channel, PartyRole, PersonInput, PersonKind, Purpose, SubmissionInput } from '../api/types'
import { characters, type Faults } from './useForm'
import type { MessageKey } from './useI18n'

export const REPRESENTATIVES_MAX = 5
export const GROUP_VISIT_MIN = 5
export const PERSONS_MAX = 200
export const PUBLIC_PERSONS_MAX = 50
export const DEMANDS_MAX = 20
export const TITLE_MAX = 100
export const LONG_MAX = 20_000

export interface PersonDraft {
  key: number
  role: PartyRole
  kind: PersonKind
  name: string
  id_type: string
  id_number: string
  phone: string
  address: string
}
export interface SubmissionDraft {
  channel: Channel
  source_platform: string
  external_number: string
  received_on: string
  window_number: string
  purpose: Purpose | ''
  title: string
  request: string
  facts: string
  reasons: string
  demands: { key: number; text: string }[]
  class_code: string
  place_unit_id: string
  place_detail: string
  urgency: 'normal' | 'urgent' | 'major'
  people_count: string
  involved_count: string
  is_joint: boolean
  oral_text: string
  oral_read_back: boolean
  oral_confirmed_by: string
  oral_reference: string
  confidential_request: boolean
  publish_ok: boolean
  persons: PersonDraft[]
  accused_unit_id: string
}

let keys = 0
export const newPerson = (role: PartyRole): PersonDraft => ({
  key: ++keys,
  role,
  kind: 'natural',
  name: '',
  id_type: '',
  id_number: '',
  phone: '',
  address: '',
})
export const newDemand = () => ({ key: ++keys, text: '' })

export function newSubmission(channel: Channel, day: string): SubmissionDraft {
  return {
    channel,
    source_platform: '',
    external_number: '',
    received_on: day,
    window_number: '',
    purpose: channel === 'web' ? '' : 'relief',
    title: '',
    request: '',
    facts: '',
    reasons: '',
    demands: [newDemand()],
    class_code: '',
    place_unit_id: '',
    place_detail: '',
    urgency: 'normal',
    people_count: '',
    involved_count: '',
    is_joint: false,
    oral_text: '',
    oral_read_back: false,
    oral_confirmed_by: '',
    oral_reference: '',
    confidential_request: false,
    publish_ok: false,
    persons: [newPerson('petitioner')],
    accused_unit_id: '',
  }
}

export const isOral = (channel: Channel) => channel === 'visit' || channel === 'call'
export const representatives = (persons: readonly PersonDraft[]) =>
  persons.filter((p) => p.role === 'representative').length
/** A visit has no room for a sixth representative (Regulation on Petitions, article 20): the choice is closed while typing. */
export const isFull = (persons: readonly PersonDraft[], channel: Channel) =>
  channel === 'visit' && representatives(persons) >= REPRESENTATIVES_MAX
export const mayBeRepresentative = (persons: readonly PersonDraft[], person: PersonDraft, channel: Channel) =>
  person.role === 'representative' || !isFull(persons, channel)
/** The role that a further person gets: a representative while there is room on a joint matter, else a co-petitioner. */
export const nextRole = (persons: readonly PersonDraft[], channel: Channel): PartyRole =>
  representatives(persons) > 0 && !isFull(persons, channel) ? 'representative' : 'co_petitioner'
/** How many people stand behind it: what was said, or at least those who are named. */
export function peopleCount(draft: SubmissionDraft): number {
  const named = draft.persons.filter((p) => p.role !== 'agent').length
  return Math.max(named, Number.parseInt(draft.people_count, 10) || 0, 1)
}
export const isGroupVisit = (draft: SubmissionDraft) =>
  draft.channel === 'visit' && peopleCount(draft) >= GROUP_VISIT_MIN

const PHONE = /^[+\d*(][\d\s*()-]{2,29}$/

type Label = (key: MessageKey) => string

function personFaults(draft: SubmissionDraft, label: Label, personsMax: number): Faults {
  const faults: Faults = {}
  draft.persons.forEach((p, i) => {
    const at = `persons.${i}`
    if (!p.name.trim()) faults[`${at}.name`] = { key: 'err.person.name', params: { n: i + 1 } }
    else if (characters(p.name.trim()) > 100) {
      faults[`${at}.name`] = { key: 'err.max', params: { field: label('person.name'), n: 100 } }
    }
    if (p.phone.trim() && !PHONE.test(p.phone.trim()))
      faults[`${at}.phone`] = { key: 'err.phone', params: { n: i + 1 } }
    if (p.id_number.trim() && !p.id_type) faults[`${at}.id_type`] = { key: 'err.person.idtype', params: { n: i + 1 } }
  })
  if (!draft.persons.some((p) => p.role === 'petitioner' || p.role === 'representative')) {
    faults['persons'] = { key: 'err.nopetitioner' }
  }
  if (draft.channel === 'visit' && representatives(draft.persons) > REPRESENTATIVES_MAX)
    faults['persons'] = { key: 'err.representatives' }
  if (draft.persons.length > personsMax) faults['persons'] = { key: 'err.persons', params: { n: personsMax } }
  return faults
}

function matterFaults(draft: SubmissionDraft, label: Label, maySeal = false): Faults {
  const faults: Faults = {}
  if (!draft.purpose) faults['purpose'] = { key: 'err.choose', params: { field: label('sub.purpose') } }
  // Article 30: the content of an accusation never enters an unsealed file, not even for a moment.
  if (draft.purpose === 'accusation' && !maySeal) faults['purpose'] = { key: 'err.accusation' }
  const texts = [
    ['title', 'sub.title', TITLE_MAX, true],
    ['request', 'sub.request', LONG_MAX, true],
    ['facts', 'sub.facts', LONG_MAX, false],
    ['reasons', 'sub.reasons', LONG_MAX, false],
  ] as const
  for (const [name, key, max, needed] of texts) {
    const text = draft[name].trim()
    if (needed && !text) faults[name] = { key: 'err.required', params: { field: label(key) } }
    else if (characters(text) > max) faults[name] = { key: 'err.max', params: { field: label(key), n: max } }
  }
  if (!draft.demands.some((x) => x.text.trim())) faults['demands.0.text'] = { key: 'err.demand' }
  return faults
}

/** In the order in which the public form shows its fields. */
export function submissionFaults(draft: SubmissionDraft, label: Label, personsMax = PERSONS_MAX): Faults {
  return { ...matterFaults(draft, label), ...personFaults(draft, label, personsMax) }
}

function sourceFaults(draft: SubmissionDraft, label: Label, today: string): Faults {
  const faults: Faults = {}
  const field = label('sub.received')
  if (!draft.received_on) faults['received_on'] = { key: 'err.required', params: { field } }
  else if (draft.received_on > today) faults['received_on'] = { key: 'err.future', params: { field } }
  if (draft.external_number.trim() && !draft.source_platform) {
    faults['source_platform'] = { key: 'err.choose', params: { field: label('sub.platform') } }
  }
  return faults
}

function countFaults(draft: SubmissionDraft, label: Label): Faults {
  const faults: Faults = {}
  const counts = [
    ['people_count', 'sub.people'],
    ['involved_count', 'sub.involved'],
  ] as const
  for (const [name, key] of counts) {
    const text = draft[name].trim()
    if (text && !/^[1-9]\d{0,5}$/.test(text)) faults[name] = { key: 'err.count', params: { field: label(key) } }
  }
  return faults
}

/** In the order in which the register form shows its fields. */
export function deskFaults(draft: SubmissionDraft, label: Label, today: string, maySeal = false): Faults {
  const unconfirmed = isOral(draft.channel) && draft.oral_text.trim() && !draft.oral_confirmed_by
  return {
    ...sourceFaults(draft, label, today),
    ...personFaults(draft, label, PERSONS_MAX),
    ...countFaults(draft, label),
    ...matterFaults(draft, label, maySeal),
    ...(unconfirmed
      ? { 'oral_record.confirmed_by': { key: 'err.choose' as const, params: { field: label('sub.oral.confirmed') } } }
      : {}),
  }
}

const filled = (name: string, text: string) => (text.trim() ? { [name]: text.trim() } : {})

function personBody(p: PersonDraft): PersonInput {
  return {
    role: p.role,
    kind: p.kind,
    name: p.name.trim(),
    ...filled('id_type', p.id_number.trim() ? p.id_type : ''),
    ...filled('id_number', p.id_number),
    ...filled('phone', p.phone),
    ...filled('address', p.address),
  }
}

/** What both forms send; nothing for what was left empty. */
function commonBody(draft: SubmissionDraft): SubmissionInput {
  return {
    purpose: draft.purpose as Purpose,
    title: draft.title.trim(),
    request: draft.request.trim(),
    ...filled('facts', draft.facts),
    ...filled('reasons', draft.reasons),
    demands: draft.demands.filter((x) => x.text.trim()).map((x) => ({ text: x.text.trim() })),
    ...filled('class_code', draft.class_code),
    ...filled('place_unit_id', draft.place_unit_id),
    ...filled('place_detail', draft.place_detail),
    people_count: peopleCount(draft),
    persons: draft.persons.map(personBody),
    ...(draft.confidential_request ? { confidential_request: true } : {}),
  }
}
export const publicBody = commonBody

export function deskBody(draft: SubmissionDraft): SubmissionInput {
  const oral = isOral(draft.channel) && draft.oral_text.trim()
  return {
    channel: draft.channel,
    ...filled('source_platform', draft.source_platform),
    ...filled('external_number', draft.external_number),
    received_on: draft.received_on,
    ...(draft.channel === 'visit' ? filled('window_number', draft.window_number) : {}),
    ...commonBody(draft),
    urgency: draft.urgency,
    ...(draft.involved_count.trim() ? { involved_count: Number(draft.involved_count) } : {}),
    ...(draft.purpose === 'accusation' && draft.accused_unit_id
      ? { accused: [{ unit_id: draft.accused_unit_id }] }
      : {}),
    ...(draft.is_joint ? { is_joint: true } : {}),
    ...(draft.publish_ok ? { publish_ok: true } : {}),
    ...(oral
      ? {
          oral_record: {
            text: draft.oral_text.trim(),
            read_back: draft.oral_read_back,
            confirmed_by: draft.oral_confirmed_by,
            ...filled('reference', draft.oral_reference),
          },
        }
      : {}),
  }
}
