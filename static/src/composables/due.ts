/** What a running or ended clock means to the person who looks at it. Pure; the server has done the counting. */
import type { CaseSummary, Clock, DueUnit } from '../api/types'

export type DueState = 'ok' | 'soon' | 'today' | 'overdue' | 'met' | 'late' | 'ended' | 'paused' | 'none'

export interface DueInput {
  status: Clock['status'] | null
  unit: DueUnit | null
  daysLeft: number | null
  dueOn: string | null
  dueAt: string | null
  isOverdue: boolean
  isProvisional: boolean
  isExtended: boolean
  isPaused?: boolean
}
export interface Due {
  state: DueState
  count: number // days, working days or hours; 0 where the words need no number
  unit: 'day' | 'working_day' | 'hour'
}

const SOON_DAYS = 7
const SOON_WORKING_DAYS = 3
const SOON_HOURS = 4
const HOUR_MS = 3_600_000
const DAY_HOURS = 24
const OVERDUE_HOURS_MAX = 48 // more are told in days

export function dueOf(input: DueInput, now: number = Date.now()): Due {
  const unit = input.unit === 'working_day' ? 'working_day' : input.unit === 'hour' ? 'hour' : 'day'
  if (input.status === 'met') return { state: 'met', count: 0, unit }
  if (input.status === 'late') return { state: 'late', count: 0, unit }
  if (input.status === 'cancelled' || input.status === 'lapsed') return { state: 'ended', count: 0, unit }
  if (input.isPaused) return { state: 'paused', count: 0, unit }
  if (!input.dueOn && !input.dueAt) return { state: 'none', count: 0, unit }
  if (unit === 'hour' && input.dueAt) return dueInHours(Date.parse(input.dueAt) - now)
  const left = input.daysLeft
  if (input.isOverdue || (left !== null && left < 0))
    return { state: 'overdue', count: Math.abs(Math.min(left ?? 0, 0)), unit }
  if (left === null) return { state: 'ok', count: 0, unit }
  if (left === 0) return { state: 'today', count: 0, unit }
  const soon = unit === 'working_day' ? SOON_WORKING_DAYS : SOON_DAYS
  return { state: left <= soon ? 'soon' : 'ok', count: left, unit }
}

function dueInHours(ms: number): Due {
  if (ms < 0) {
    const over = Math.floor(-ms / HOUR_MS)
    return over > OVERDUE_HOURS_MAX
      ? { state: 'overdue', count: Math.floor(over / DAY_HOURS), unit: 'day' }
      : { state: 'overdue', count: over, unit: 'hour' }
  }
  const hours = Math.floor(ms / HOUR_MS)
  if (hours === 0) return { state: 'today', count: 0, unit: 'hour' }
  return { state: hours <= SOON_HOURS ? 'soon' : 'ok', count: hours, unit: 'hour' }
}

export const dueOfDeadline = (x: Clock): DueInput => ({
  status: x.status,
  unit: x.unit,
  daysLeft: x.days_left,
  dueOn: x.due_on,
  dueAt: x.due_at,
  isOverdue: x.status === 'running' && x.days_left !== null && x.days_left < 0,
  isProvisional: x.is_provisional,
  isExtended: x.extension_days > 0,
  isPaused: x.paused_since !== null,
})
export const dueOfCase = (x: CaseSummary): DueInput => ({
  status: null,
  unit: x.due_unit,
  daysLeft: x.days_left,
  dueOn: x.due_on,
  dueAt: x.due_at,
  isOverdue: x.is_overdue,
  isProvisional: x.due_provisional ?? false,
  isExtended: x.is_extended,
})
