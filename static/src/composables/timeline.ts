/** What kind of thing a journal entry is, so that the timeline can be narrowed. Pure. */
import type { JournalEntry } from '../api/types'

export const TIMELINE_KINDS = ['act', 'clock', 'contact', 'other'] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

export function kindOf(entry: JournalEntry): TimelineKind {
  const action = entry.action
  if (action.startsWith('deadline') || action.startsWith('ladder') || action.startsWith('clock')) return 'clock'
  if (action.startsWith('contact') || action.startsWith('delivery')) return 'contact'
  if (
    entry.event ||
    action.startsWith('transition') ||
    action.startsWith('submission') ||
    action.includes('register')
  ) {
    return 'act'
  }
  return 'other'
}

/** A value of a change as text; an instant stays as it is and is worded by the page. */
export function changeText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}
