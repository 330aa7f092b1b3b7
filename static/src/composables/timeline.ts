/**
 * One line of everything that happened to a case. The journal is the line; what an act made (a letter, a talk on the telephone) is joined
 * to its entry by the instant, which one command gives to all that it writes. Pure.
 */
import type { RecordedContact, TimelineParts } from '../api/caseviewTypes'
import type { CaseDocument, JournalEntry } from '../api/types'

export const TIMELINE_KINDS = ['act', 'note', 'letter', 'contact', 'dispatch', 'clock', 'file', 'other'] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

export interface TimelineItem {
  entry: JournalEntry
  kinds: TimelineKind[] // the first is what it is shown as
  documents: CaseDocument[]
  contacts: RecordedContact[]
}

const DISPATCHING = [
  'dispatch',
  'redispatch',
  'object',
  'refuse_objection',
  'allow_late_objection',
  'refer_dispute',
  'rule_dispute',
  'report_completion',
  'accept_report',
  'return_report',
  'add_assisting',
  'assist_answer',
  'close_assisting',
]
const DELIVERING = ['deliver', 'deliver_review', 'delivery_failed']
const has = (e: JournalEntry, area: string) => e.changes.some((c) => c.field.startsWith(area))

/** What an entry is shown as. */
export function kindOf(e: JournalEntry): TimelineKind {
  if (e.action === 'note' || e.action === 'instruction') return 'note'
  if (e.action === 'ladder' || e.action === 'recompute') return 'clock'
  if (e.action === 'contact' || e.event === 'contact') return 'contact'
  if (e.action === 'file' || (e.action === 'material' && has(e, 'file'))) return 'file'
  if (e.event && DELIVERING.includes(e.event)) return 'letter'
  if (e.event && DISPATCHING.includes(e.event)) return 'dispatch'
  return ['event', 'register', 'submission'].includes(e.action) ? 'act' : 'other'
}
/** An act that makes a letter or moves a clock is found under these too. */
export function kindsOf(e: JournalEntry): TimelineKind[] {
  const first = kindOf(e)
  const kinds = new Set<TimelineKind>([first])
  if (e.action === 'event') {
    if (first === 'dispatch') kinds.add('act')
    if (has(e, 'document.')) kinds.add('letter')
    if (has(e, 'clock.')) kinds.add('clock')
    if (e.note) kinds.add('note')
  }
  return [...kinds]
}

const by = <T>(list: readonly T[], at: (x: T) => string | null): Map<string, T[]> => {
  const found = new Map<string, T[]>()
  for (const x of list) {
    const key = at(x)
    if (key) found.set(key, [...(found.get(key) ?? []), x])
  }
  return found
}
export function mergeTimeline(entries: readonly JournalEntry[], parts: TimelineParts): TimelineItem[] {
  const contacts = by(parts.contacts, (x) => x.created_at)
  const made = by(parts.documents, (x) => x.created_at)
  const issued = by(
    parts.documents.filter((x) => x.issued_at !== x.created_at),
    (x) => x.issued_at,
  )
  return entries.map((entry) => {
    const isAct = entry.action === 'event' || entry.action === 'register'
    const documents = isAct ? [...(made.get(entry.at) ?? []), ...(issued.get(entry.at) ?? [])] : []
    return {
      entry,
      kinds: kindsOf(entry),
      documents,
      contacts: kindOf(entry) === 'contact' ? (contacts.get(entry.at) ?? []) : [],
    }
  })
}
export function countKinds(items: readonly TimelineItem[]): Map<TimelineKind, number> {
  const counts = new Map<TimelineKind, number>()
  for (const item of items) for (const kind of item.kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

/** A value of a change as text; an instant stays as it is and is worded by the page. */
export function changeText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}
