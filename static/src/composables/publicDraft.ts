/** A public submission in steps, and what was kept of one on the server. Pure. */
import type { SubmissionInput } from '../api/types'
import { newDemand, newPerson, type PersonDraft, type SubmissionDraft } from './submission'
import type { Faults } from './useForm'
import type { MessageKey } from './useI18n'

/** One topic a step; the last one is for reading it all. */
export const SUBMIT_STEPS = ['what', 'ask', 'where', 'who', 'check'] as const
export const LAST_STEP = SUBMIT_STEPS.length - 1
export const stepTitle = (step: number): MessageKey => `submit.step.${SUBMIT_STEPS[step]!}`

const FIELDS: Record<string, number> = {
  purpose: 0,
  title: 0,
  request: 1,
  demands: 1,
  facts: 1,
  place_unit_id: 2,
  village: 2,
  place_detail: 2,
  class_code: 2,
}
/** Where the petitioner types it. */
export const stepOf = (name: string): number => FIELDS[name.split('.')[0]!] ?? 3

/** Faults of what was asked so far: nobody is blamed for a step that is still to come. */
export const faultsUntil = (faults: Faults, step: number): Faults =>
  Object.fromEntries(Object.entries(faults).filter(([name]) => stepOf(name) <= step))

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
function person(from: unknown, at: number): PersonDraft {
  const made = newPerson(at === 0 ? 'petitioner' : 'co_petitioner')
  if (typeof from !== 'object' || from === null) return made
  const known = from as Partial<Record<keyof PersonDraft, unknown>>
  if (['petitioner', 'representative', 'co_petitioner', 'agent'].includes(text(known.role)))
    made.role = known.role as PersonDraft['role']
  if (['natural', 'legal_person', 'organisation'].includes(text(known.kind)))
    made.kind = known.kind as PersonDraft['kind']
  for (const name of ['name', 'id_type', 'id_number', 'phone', 'address'] as const) made[name] = text(known[name])
  return made
}

/** Takes over what was kept, here or on a page without scripts; what is not known is left alone. */
export function takeUp(draft: SubmissionDraft, kept: Partial<Record<keyof SubmissionInput, unknown>>): void {
  const purposes = ['relief', 'appeal', 'suggestion', 'other']
  draft.purpose = purposes.includes(text(kept.purpose)) ? (kept.purpose as SubmissionDraft['purpose']) : ''
  for (const name of ['title', 'request', 'facts', 'class_code', 'place_unit_id', 'place_detail'] as const)
    draft[name] = text(kept[name])
  draft.confidential_request = kept.confidential_request === true
  const demands = Array.isArray(kept.demands) ? (kept.demands as { text?: unknown }[]) : []
  draft.demands = demands.map((x) => ({ ...newDemand(), text: text(x?.text) }))
  if (draft.demands.length === 0) draft.demands = [newDemand()]
  const persons = Array.isArray(kept.persons) ? (kept.persons as unknown[]) : []
  draft.persons = persons.length > 0 ? persons.map(person) : [newPerson('petitioner')]
}
