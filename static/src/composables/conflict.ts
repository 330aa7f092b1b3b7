/**
 * What to do when somebody else was faster: for each field that both changed, what it said when one began, what it says now, and what one
 * typed. Pure.
 */
import type { Case, CaseDocument, EventField } from '../api/types'
import type { AnswerInput, EventValues } from './eventForm'

export interface ConflictRow {
  id: string // "facts", "answers.0.answer"
  field: EventField
  part?: { index: number; member: 'outcome' | 'answer' | 'basis' }
  base: string
  theirs: string
  mine: string
}
const MEMBERS = ['outcome', 'answer', 'basis'] as const

/** What the case and the newest paper of the event say in the fields of the event; also one that was sent back to be mended. */
export function standOf(
  fields: readonly EventField[],
  of: Case,
  documents: readonly CaseDocument[],
  types: readonly string[],
): EventValues {
  const paper = [...documents].reverse().find((x) => types.includes(x.type))
  const body = (paper?.body ?? {}) as Record<string, unknown>
  const stand: EventValues = {}
  for (const f of fields) {
    const said = body[f.name]
    if (f.kind === 'answers') {
      stand[f.name] = of.demands.map((x) => ({
        demand_id: x.id,
        outcome: x.outcome ?? '',
        answer: x.answer ?? '',
        basis: x.basis ?? '',
      }))
    } else if (f.kind === 'class') stand[f.name] = of.class_code ?? ''
    else if (f.kind === 'account') stand[f.name] = of.handler_id ?? ''
    else if (f.name === 'urgency') stand[f.name] = of.urgency
    else if (f.name === 'outcome') stand[f.name] = typeof said === 'string' ? said : (of.outcome ?? '')
    else stand[f.name] = typeof said === 'string' || typeof said === 'number' ? String(said) : ''
  }
  return stand
}

const answersOf = (values: EventValues, name: string): AnswerInput[] => {
  const value = values[name]
  return Array.isArray(value) ? value : []
}
const textOf = (values: EventValues, name: string): string => {
  const value = values[name]
  return typeof value === 'string' ? value : ''
}

/** Fields that somebody else changed and that do not say the same as what one typed. What one left empty is not in dispute. */
export function threeWay(
  fields: readonly EventField[],
  base: EventValues,
  theirs: EventValues,
  mine: EventValues,
): ConflictRow[] {
  const rows: ConflictRow[] = []
  const look = (id: string, field: EventField, row: Omit<ConflictRow, 'id' | 'field'>) => {
    if (row.base !== row.theirs && row.mine && row.mine !== row.theirs) rows.push({ id, field, ...row })
  }
  for (const field of fields) {
    if (field.kind !== 'answers') {
      look(field.name, field, {
        base: textOf(base, field.name),
        theirs: textOf(theirs, field.name),
        mine: textOf(mine, field.name),
      })
      continue
    }
    answersOf(mine, field.name).forEach((own, index) => {
      const of = (values: EventValues) => answersOf(values, field.name).find((a) => a.demand_id === own.demand_id)
      for (const member of MEMBERS) {
        look(`${field.name}.${index}.${member}`, field, {
          part: { index, member },
          base: of(base)?.[member] ?? '',
          theirs: of(theirs)?.[member] ?? '',
          mine: own[member],
        })
      }
    })
  }
  return rows
}

/** The values with one field as the other one has it, or as one typed it. */
export function choose(values: EventValues, row: ConflictRow, whose: 'theirs' | 'mine'): EventValues {
  const text = row[whose]
  if (!row.part) return { ...values, [row.field.name]: text }
  const { index, member } = row.part
  const answers = answersOf(values, row.field.name).map((a, i) => (i === index ? { ...a, [member]: text } : a))
  return { ...values, [row.field.name]: answers }
}
