/** What kind of thing a journal entry is, so that the timeline can be narrowed. Pure. */
import type { JournalEntry } from '../api/types'

export const TIMELINE_KINDS = ['act', 'clock', 'contact', 'other'] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

export function kindOf(entry: JournalEntry): TimelineKind {
  if (entry.action === 'ladder' || entry.action === 'recompute') return 'clock'
  if (entry.action === 'contact' || entry.event === 'contact') return 'contact'
  return ['event', 'register', 'submission', 'file'].includes(entry.action) ? 'act' : 'other'
}

/** A value of a change as text; an instant stays as it is and is worded by the page. */
export function changeText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}
