/** Lays the days of a trace into weeks that begin on Monday. Pure. */
import type { TraceStep } from '../api/types'

export interface TraceCell {
  step: TraceStep
  label: string // "27", or "12.1" where a month begins
}

const DAY_MS = 86_400_000
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS
/** Monday 0 … Sunday 6. Day 0 of the count, 1970-01-01, was a Thursday. */
export const weekday = (day: string) => (((dayNumber(day) + 3) % 7) + 7) % 7
const weekOf = (day: string) => dayNumber(day) - weekday(day)

export function weeksOf(steps: readonly TraceStep[]): (TraceCell | null)[][] {
  const weeks: (TraceCell | null)[][] = []
  let last = ''
  for (const step of steps) {
    if (!last || weekOf(step.day) !== weekOf(last)) weeks.push(Array<TraceCell | null>(7).fill(null))
    const month = step.day.slice(0, 7) !== last.slice(0, 7)
    const date = Number(step.day.slice(8))
    const label = month || step.day === last ? `${Number(step.day.slice(5, 7))}.${date}` : String(date)
    const week = weeks.at(-1)!
    const before = week[weekday(step.day)]
    // A second remark on a day (it counted, and the end rolls on) keeps the number and label of the first.
    week[weekday(step.day)] = before
      ? { label: before.label, step: { ...step, number: step.number || before.step.number } }
      : { step, label }
    last = step.day
  }
  return weeks
}
