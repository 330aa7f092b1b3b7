/** The dialog of an event is made from the event's fields; what must hold before it is sent is here, without a page. */
import type { Case, Demand, EventField } from '../api/types'
import { today } from './useI18n'
import { characters, type Fault, type Faults } from './useForm'

export interface AnswerInput {
  demand_id: string
  outcome: string
  answer: string
  basis: string
}
export type EventValues = Record<string, string | AnswerInput[]>

const TEXT_MAX = 200
const LONG_MAX = 20_000
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Dates start at today because most acts are recorded on their day; everything else starts empty or as it was. */
export function startValues(fields: readonly EventField[], demands: readonly Demand[], of?: Case): EventValues {
  const values: EventValues = {}
  for (const f of fields) {
    if (f.kind === 'answers') {
      values[f.name] = demands.map((x) => ({
        demand_id: x.id,
        outcome: x.outcome ?? '',
        answer: x.answer ?? '',
        basis: x.basis ?? '',
      }))
    } else if (f.kind === 'date') values[f.name] = f.required ? today() : ''
    else if (f.kind === 'class') values[f.name] = of?.class_code ?? ''
    else values[f.name] = ''
  }
  return values
}

export function isRequired(field: EventField, values: EventValues): boolean {
  if (field.required) return true
  const when = field.required_when
  return when !== null && values[when.field] === when.is
}

function textFault(field: EventField, text: string, label: string): Fault | null {
  const count = characters(text.trim())
  const max = field.max || (field.kind === 'long' ? LONG_MAX : TEXT_MAX)
  if (field.min && count > 0 && count < field.min) return { key: 'err.min', params: { field: label, n: field.min } }
  if (count > max) return { key: 'err.max', params: { field: label, n: max } }
  return null
}
function intFault(field: EventField, text: string, label: string): Fault | null {
  if (!/^-?\d+$/.test(text.trim())) return { key: 'err.int', params: { field: label } }
  const value = Number(text)
  if (value < field.min) return { key: 'err.atleast', params: { field: label, n: field.min } }
  if (field.max !== 0 && value > field.max) {
    return { key: 'err.atmost', params: { field: label, n: field.max } }
  }
  return null
}
function answerFaults(name: string, answers: readonly AnswerInput[]): Faults {
  const faults: Faults = {}
  answers.forEach((a, i) => {
    const n = i + 1
    if (!a.outcome) faults[`${name}.${i}.outcome`] = { key: 'err.answer.outcome', params: { n } }
    if (!a.answer.trim()) faults[`${name}.${i}.answer`] = { key: 'err.answer.text', params: { n } }
    if (!a.basis.trim()) faults[`${name}.${i}.basis`] = { key: 'err.answer.basis', params: { n } }
  })
  return faults
}

export function eventFaults(
  fields: readonly EventField[],
  values: EventValues,
  label: (field: EventField) => string,
): Faults {
  const faults: Faults = {}
  for (const f of fields) {
    const value = values[f.name]
    if (Array.isArray(value)) {
      Object.assign(faults, answerFaults(f.name, value))
      continue
    }
    const text = value ?? ''
    if (!text.trim()) {
      const picked = !['text', 'long', 'int', 'date'].includes(f.kind)
      if (isRequired(f, values)) {
        faults[f.name] = { key: picked ? 'err.choose' : 'err.required', params: { field: label(f) } }
      }
      continue
    }
    const fault =
      f.kind === 'text' || f.kind === 'long'
        ? textFault(f, text, label(f))
        : f.kind === 'int'
          ? intFault(f, text, label(f))
          : f.kind === 'date' && !DAY.test(text)
            ? ({ key: 'err.date', params: { field: label(f) } } as const)
            : null
    if (fault) faults[f.name] = fault
  }
  return faults
}

/** What is sent: nothing for what was left empty, numbers and truth values as such. */
export function eventBody(fields: readonly EventField[], values: EventValues): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const f of fields) {
    const value = values[f.name]
    if (Array.isArray(value)) {
      body[f.name] = value.map((a) => ({
        demand_id: a.demand_id,
        outcome: a.outcome,
        answer: a.answer.trim(),
        basis: a.basis.trim(),
      }))
      continue
    }
    const text = (value ?? '').trim()
    if (!text) continue
    body[f.name] = f.kind === 'int' ? Number(text) : f.kind === 'bool' ? text === 'true' : text
  }
  return body
}

/** What is kept of a dialog that was begun: what was typed, and what the case said then. */
export interface EventDraft {
  values: EventValues
  note: string
  base: EventValues
}
/** A draft as the server gave it back; one of another shape is none. */
export function readDraft(content: unknown): EventDraft | null {
  const draft = content as Partial<EventDraft> | null
  if (!draft || typeof draft !== 'object' || typeof draft.values !== 'object' || draft.values === null) return null
  return { values: draft.values, note: typeof draft.note === 'string' ? draft.note : '', base: draft.base ?? {} }
}

/** Takes over what was typed into a form whose fields may have changed since. */
export function keepTyped(fresh: EventValues, typed: EventValues): EventValues {
  const kept: EventValues = { ...fresh }
  for (const [name, value] of Object.entries(typed)) {
    const now = fresh[name]
    if (now === undefined) continue
    if (Array.isArray(value) && Array.isArray(now)) {
      const byDemand = new Map(value.map((a) => [a.demand_id, a]))
      kept[name] = now.map((a) => byDemand.get(a.demand_id) ?? a)
    } else if (typeof value === 'string' && typeof now === 'string' && value) kept[name] = value
  }
  return kept
}

/** What was typed into the fields, one below the other; dates and choices say nothing without the act and are left out. */
export function eventWords(
  fields: readonly EventField[],
  values: EventValues,
  note: string,
  label: (field: EventField) => string,
): string {
  const lines = fields.flatMap((f) => {
    const value = values[f.name]
    if (Array.isArray(value)) return value.flatMap((a) => [a.answer, a.basis])
    return (f.kind === 'text' || f.kind === 'long') && value?.trim() ? [`${label(f)}：${value.trim()}`] : []
  })
  return [...lines, note]
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n')
}
