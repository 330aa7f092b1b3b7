/** A year of working days as twelve months of cells. Pure. */
import type { CalendarDays } from '../api/setupTypes'

export type DayKind = 'off' | 'work' | 'rest' | 'plain' // named day off, shifted working day, weekend, weekday
export interface DayCell {
  day: string
  mday: number
  kind: DayKind
  name: string
}
export interface Month {
  month: number
  weeks: (DayCell | null)[][] // Monday first; null: another month's day
}
const two = (n: number) => String(n).padStart(2, '0')

export function monthsOf(year: number, days: CalendarDays): Month[] {
  const off = new Set(days.off)
  const work = new Set(days.work)
  const names = new Map(days.names.map((x) => [x.day, x.name]))
  return Array.from({ length: 12 }, (_, m) => {
    const cells: (DayCell | null)[] = []
    const lead = (new Date(Date.UTC(year, m, 1)).getUTCDay() + 6) % 7
    for (let i = 0; i < lead; i++) cells.push(null)
    const last = new Date(Date.UTC(year, m + 1, 0)).getUTCDate()
    for (let mday = 1; mday <= last; mday++) {
      const day = `${year}-${two(m + 1)}-${two(mday)}`
      const isWeekend = (lead + mday - 1) % 7 > 4
      const kind: DayKind = off.has(day) ? 'off' : work.has(day) ? 'work' : isWeekend ? 'rest' : 'plain'
      cells.push({ day, mday, kind, name: names.get(day) ?? '' })
    }
    while (cells.length % 7) cells.push(null)
    const weeks = Array.from({ length: cells.length / 7 }, (_, w) => cells.slice(7 * w, 7 * w + 7))
    return { month: m + 1, weeks }
  })
}

export interface Stretch {
  name: string
  kind: 'off' | 'work'
  from: string
  to: string
}
/** Days that follow each other, are alike and bear the same name, in their order. */
export function stretchesOf(days: CalendarDays): Stretch[] {
  const names = new Map(days.names.map((x) => [x.day, x.name]))
  const all = [
    ...days.off.map((day) => ({ day, kind: 'off' as const })),
    ...days.work.map((day) => ({ day, kind: 'work' as const })),
  ]
  all.sort((a, b) => (a.day < b.day ? -1 : 1))
  const found: Stretch[] = []
  for (const { day, kind } of all) {
    const name = names.get(day) ?? ''
    const last = found.at(-1)
    const follows = last && Date.parse(day) - Date.parse(last.to) === 86400000
    if (last && follows && last.kind === kind && last.name === name) last.to = day
    else found.push({ name, kind, from: day, to: day })
  }
  return found
}

/** What is wrong with a day, as the server would say it when the year is looked at; `list` and `at` say where it stands. */
export interface DayFault {
  list: 'off' | 'work'
  at: number
  day: string
  why: 'year' | 'twice' | 'weekday'
}
/** Known as soon as a notice was read: a day of another year, one that stands in both lists or twice, a weekday that need not be shifted. */
export function dayFaults(year: number, days: Pick<CalendarDays, 'off' | 'work'>): DayFault[] {
  const found: DayFault[] = []
  const seen = new Set<string>()
  for (const list of ['off', 'work'] as const) {
    for (const [at, day] of days[list].entries()) {
      const add = (why: DayFault['why']) => found.push({ list, at, day, why })
      if (Number(day.slice(0, 4)) !== year) {
        add('year')
        continue
      }
      if (seen.has(day)) add('twice')
      seen.add(day)
      const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
      if (list === 'work' && weekday > 0 && weekday < 6) add('weekday')
    }
  }
  return found
}
/**
 * Where a day stands in the text that was read: a member of a list, which may be a stretch "2026-02-15..2026-02-23". Undefined where the
 * text is no such list: a calendar file.
 */
export function placeInSource(source: string, list: 'off' | 'work', day: string): number | undefined {
  let items: unknown
  try {
    items = (JSON.parse(source) as Record<string, unknown> | null)?.[list]
  } catch {
    return undefined
  }
  if (!Array.isArray(items)) return undefined
  const at = items.map((item) => {
    const [from, to] = String(item).split('..')
    return from! <= day && day <= (to ?? from!)
  })
  const last = at.lastIndexOf(true)
  return last < 0 ? undefined : last
}
