/** What a submission must hold before it is sent; shared by the register form (registration.ts) and the public form. Pure. */
import type { KnownPerson } from '../api/intakeTypes'
import type { Channel, PartyRole, PersonInput, PersonKind, Purpose, SubmissionInput } from '../api/types'
import { characters, type Faults } from './useForm'
import type { MessageKey } from './useI18n'

export const REPRESENTATIVES_MAX = 5
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
  known: KnownPerson | null // taken over as registered: the fields above stay empty
}
export interface SubmissionDraft {
  case_id: string // joins this case

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
  known: null,
})
export const newDemand = () => ({ key: ++keys, text: '' })

export function newSubmission(channel: Channel, day: string): SubmissionDraft {
  return {
    case_id: '',
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

/** At a visit whoever comes in speaks for the others, as petitioner or as representative (Regulation on Petitions, article 20). */
export const speaks = (person: PersonDraft, channel: Channel) =>
  person.role === 'representative' || (channel === 'visit' && person.role === 'petitioner')
export const representatives = (persons: readonly PersonDraft[], channel: Channel) =>
  persons.filter((p) => speaks(p, channel)).length
/** A visit has no room for a sixth: the choice is closed while typing. */
export const isFull = (persons: readonly PersonDraft[], channel: Channel) =>
  channel === 'visit' && representatives(persons, channel) >= REPRESENTATIVES_MAX
export const mayTake = (persons: readonly PersonDraft[], person: PersonDraft, role: PartyRole, channel: Channel) =>
  !speaks({ ...person, role }, channel) || speaks(person, channel) || !isFull(persons, channel)
/** Those who are one too many, as when a letter of six turns out to be a visit: each is told at its own place. */
export const tooMany = (persons: readonly PersonDraft[], channel: Channel): number[] =>
  channel === 'visit' ? persons.flatMap((p, i) => (speaks(p, channel) ? [i] : [])).slice(REPRESENTATIVES_MAX) : []
/** The role that a further person gets: a representative while there is room on a joint matter, else a co-petitioner. */
export const nextRole = (persons: readonly PersonDraft[], channel: Channel): PartyRole =>
  persons.some((p) => p.role === 'representative') && !isFull(persons, channel) ? 'representative' : 'co_petitioner'
/** How many people stand behind it: what was said, or at least those who are named. */
export function peopleCount(draft: SubmissionDraft): number {
  const named = draft.persons.filter((p) => p.role !== 'agent').length
  return Math.max(named, Number.parseInt(draft.people_count, 10) || 0, 1)
}
export type Label = (key: MessageKey) => string

export function personFaults(draft: SubmissionDraft, label: Label, personsMax: number): Faults {
  const faults: Faults = {}
  draft.persons.forEach((p, i) => {
    const at = `persons.${i}`
    if (p.known) return
    if (!p.name.trim()) faults[`${at}.name`] = { key: 'err.person.name', params: { n: i + 1 } }
    else if (characters(p.name.trim()) > 100) {
      faults[`${at}.name`] = { key: 'err.max', params: { field: label('person.name'), n: 100 } }
    }
    if (p.id_number.trim() && !p.id_type) faults[`${at}.id_type`] = { key: 'err.person.idtype', params: { n: i + 1 } }
  })
  if (!draft.persons.some((p) => p.role === 'petitioner' || p.role === 'representative')) {
    faults['persons'] = { key: 'err.nopetitioner' }
  }
  for (const i of tooMany(draft.persons, draft.channel)) faults[`persons.${i}.role`] = { key: 'err.representatives' }
  if (draft.persons.length > personsMax) faults['persons'] = { key: 'err.persons', params: { n: personsMax } }
  return faults
}

export function matterFaults(draft: SubmissionDraft, label: Label, maySeal = false): Faults {
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

export const filled = (name: string, text: string) => (text.trim() ? { [name]: text.trim() } : {})

function personBody(p: PersonDraft): PersonInput {
  if (p.known) return { role: p.role, kind: p.known.kind, known_person_id: p.known.person_id }
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
export function commonBody(draft: SubmissionDraft): SubmissionInput {
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
