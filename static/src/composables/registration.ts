/** What the register form of the desk asks for and sends, by the way in which a submission came. Pure. */
import type { Channel, SubmissionInput } from '../api/types'
import { contactFaults } from './contactRule'
import {
  commonBody,
  filled,
  matterFaults,
  peopleCount,
  personFaults,
  PERSONS_MAX,
  type Label,
  type SubmissionDraft,
} from './submission'
import type { Faults } from './useForm'

export const GROUP_VISIT_MIN = 5

/** What is asked for beside what every submission has, by the way in which it came. */
const ASKED = {
  visit: ['window', 'people', 'involved', 'joint', 'oral'],
  letter: ['platform', 'people', 'involved', 'joint'],
  call: ['platform', 'oral'],
  web: ['platform', 'people', 'joint'],
  fax: ['platform', 'people', 'joint'],
  other: ['platform', 'people', 'involved', 'joint', 'oral'],
} as const satisfies Record<Channel, readonly string[]>
export type Asked = (typeof ASKED)[Channel][number]
export const asks = (channel: Channel, what: Asked) => (ASKED[channel] as readonly string[]).includes(what)

/** How many people stand behind it, as far as its way of coming asks. */
export const peopleBehind = (draft: SubmissionDraft) =>
  peopleCount(asks(draft.channel, 'people') ? draft : { ...draft, people_count: '' })
export const isGroupVisit = (draft: SubmissionDraft) =>
  draft.channel === 'visit' && peopleBehind(draft) >= GROUP_VISIT_MIN

function sourceFaults(draft: SubmissionDraft, label: Label, today: string): Faults {
  const faults: Faults = {}
  const field = label('sub.received')
  if (!draft.received_on) faults['received_on'] = { key: 'err.required', params: { field } }
  else if (draft.received_on > today) faults['received_on'] = { key: 'err.future', params: { field } }
  if (asks(draft.channel, 'platform') && draft.external_number.trim() && !draft.source_platform) {
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
    if (!asks(draft.channel, name === 'people_count' ? 'people' : 'involved')) continue
    const text = draft[name].trim()
    if (text && !/^[1-9]\d{0,5}$/.test(text)) faults[name] = { key: 'err.count', params: { field: label(key) } }
  }
  return faults
}

/** In the order in which the register form shows its fields. */
export function deskFaults(draft: SubmissionDraft, label: Label, today: string, maySeal = false): Faults {
  const unconfirmed = asks(draft.channel, 'oral') && draft.oral_text.trim() && !draft.oral_confirmed_by
  return {
    ...sourceFaults(draft, label, today),
    ...personFaults(draft, label, PERSONS_MAX),
    ...contactFaults(draft.persons),
    ...countFaults(draft, label),
    ...matterFaults(draft, label, maySeal),
    ...(unconfirmed
      ? { 'oral_record.confirmed_by': { key: 'err.choose' as const, params: { field: label('sub.oral.confirmed') } } }
      : {}),
  }
}

export function deskBody(draft: SubmissionDraft): SubmissionInput {
  const has = (what: Asked) => asks(draft.channel, what)
  const oral = has('oral') && draft.oral_text.trim()
  return {
    ...filled('case_id', draft.case_id),
    channel: draft.channel,
    ...(has('platform') ? filled('source_platform', draft.source_platform) : {}),
    ...(has('platform') ? filled('external_number', draft.external_number) : {}),
    received_on: draft.received_on,
    ...(has('window') ? filled('window_number', draft.window_number) : {}),
    ...commonBody(draft),
    people_count: peopleBehind(draft),
    urgency: draft.urgency,
    ...(has('involved') && draft.involved_count.trim() ? { involved_count: Number(draft.involved_count) } : {}),
    ...(draft.purpose === 'accusation' && draft.accused_unit_id
      ? { accused: [{ unit_id: draft.accused_unit_id }] }
      : {}),
    ...(has('joint') && draft.is_joint ? { is_joint: true } : {}),
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
