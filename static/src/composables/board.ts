/** The board's state is its address; periods, their comparisons and the panels. Pure. */
import { utcDay, utcMonday, utcMonth, utcYear } from 'd3-time'
import type { LocationQuery } from 'vue-router'

export const PERIODS = ['month', 'last_month', 'quarter', 'year', 'twelve', 'own'] as const
export type Period = (typeof PERIODS)[number]
export const COMPARES = ['none', 'previous', 'year'] as const
export type Compare = (typeof COMPARES)[number]
export const NARROW = ['unit', 'place', 'class', 'channel'] as const
export type Narrow = (typeof NARROW)[number]
export interface Days {
  from: string
  to: string
}
export interface BoardState {
  period: Period
  own: Days
  compare: Compare
  narrow: Partial<Record<Narrow, string>>
  share: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const one = (value: LocationQuery[string] | undefined): string => (typeof value === 'string' ? value : '')
const among = <T extends string>(value: string, all: readonly T[], otherwise: T): T =>
  (all as readonly string[]).includes(value) ? (value as T) : otherwise

/** Unknown or malformed parts of an address are left out. */
export function readBoard(query: LocationQuery): BoardState {
  const narrow: BoardState['narrow'] = {}
  for (const name of NARROW) if (one(query[name])) narrow[name] = one(query[name])
  const day = (name: string) => (DAY.test(one(query[name])) ? one(query[name]) : '')
  return {
    period: among(one(query['period']), PERIODS, 'year'),
    own: { from: day('from'), to: day('to') },
    compare: among(one(query['compare']), COMPARES, 'none'),
    narrow,
    share: one(query['share']) || 'timely_answer',
  }
}
/** The address of a state; what is default is not written. */
export function writeBoard(s: BoardState): Record<string, string> {
  return {
    ...(s.period !== 'year' ? { period: s.period } : {}),
    ...(s.period === 'own' && s.own.from ? { from: s.own.from } : {}),
    ...(s.period === 'own' && s.own.to ? { to: s.own.to } : {}),
    ...(s.compare !== 'none' ? { compare: s.compare } : {}),
    ...(s.narrow as Record<string, string>),
    ...(s.share !== 'timely_answer' ? { share: s.share } : {}),
  }
}

const parse = (day: string) => new Date(`${day}T00:00:00Z`)
const print = (day: Date) => day.toISOString().slice(0, 10)
const lengthOf = (days: Days) => utcDay.count(parse(days.from), parse(days.to)) + 1

/** First and last day; `today` is the county's. */
export function daysOf(s: Pick<BoardState, 'period' | 'own'>, today: string): Days {
  const now = parse(today)
  const month = utcMonth.floor(now)
  switch (s.period) {
    case 'month':
      return { from: print(month), to: today }
    case 'last_month':
      return { from: print(utcMonth.offset(month, -1)), to: print(utcDay.offset(month, -1)) }
    case 'quarter':
      return { from: print(utcMonth.offset(month, -(month.getUTCMonth() % 3))), to: today }
    case 'twelve':
      return { from: print(utcMonth.offset(month, -11)), to: today }
    case 'own': {
      const to = s.own.to || today
      const from = s.own.from || print(utcMonth.floor(parse(to)))
      return from <= to ? { from, to } : { from: to, to: from }
    }
    default:
      return { from: print(utcYear.floor(now)), to: today }
  }
}

/** 29 February of another year is its 28th, and the last day of a month does not run into the next one. */
function shift(day: string, months: number): string {
  const date = parse(day)
  const month = utcMonth.offset(utcMonth.floor(date), months)
  const last = utcDay.offset(utcMonth.offset(month, 1), -1).getUTCDate()
  return print(utcDay.offset(month, Math.min(date.getUTCDate(), last) - 1))
}

/**
 * What a period is held against. Whole months are held against as many whole months, a month under way against the same days of the
 * one before; anything else against as many days before it.
 */
export function comparedWith(days: Days, compare: Compare): Days | null {
  if (compare === 'none') return null
  if (compare === 'year') return { from: shift(days.from, -12), to: shift(days.to, -12) }
  const from = parse(days.from)
  const to = parse(days.to)
  const months = utcMonth.count(utcMonth.floor(from), utcMonth.floor(to)) + 1
  const fromFirst = from.getUTCDate() === 1
  const toLast = utcDay.offset(to, 1).getUTCDate() === 1
  if (fromFirst && toLast) return { from: shift(days.from, -months), to: print(utcDay.offset(parse(days.from), -1)) }
  if (fromFirst) return { from: shift(days.from, -months), to: shift(days.to, -months) }
  return { from: print(utcDay.offset(from, -lengthOf(days))), to: print(utcDay.offset(from, -1)) }
}

export function stepOf(days: Days): 'day' | 'week' | 'month' {
  const length = lengthOf(days)
  return length <= 31 ? 'day' : length <= 124 ? 'week' : 'month'
}

/** The first days of all steps of a period, as the server parts it: weeks begin on Monday, the first step with the period. */
export function stepsOf(days: Days, step: 'day' | 'week' | 'month'): string[] {
  const by = step === 'day' ? utcDay : step === 'week' ? utcMonday : utcMonth
  const first = parse(days.from)
  const rest = by.range(utcDay.offset(first, 1), utcDay.offset(parse(days.to), 1))
  return [first, ...rest].map(print)
}

/** One drawing of the board: an indicator, how it is parted, how it is drawn. More drawings are more rows. */
export interface Panel {
  id: string
  indicator: string // 'share' stands for the share that was chosen
  by: string
  and?: string
  draw: 'bars' | 'shares' | 'lines'
  /** Opens downwards: a unit or place becomes the one that is looked at. */
  into?: Narrow
  /** The largest first, and no more than this; the table shows all. */
  most?: number
  wide?: true
}
export const PANELS: readonly Panel[] = [
  { id: 'due', indicator: 'open', by: 'due', draw: 'bars' },
  { id: 'stage', indicator: 'open', by: 'stage', and: 'age', draw: 'bars' },
  { id: 'units', indicator: 'open', by: 'unit', and: 'due', draw: 'bars', into: 'unit' },
  { id: 'shares', indicator: 'share', by: 'unit', draw: 'shares', into: 'unit' },
  { id: 'channels', indicator: 'registered', by: 'time', and: 'channel', draw: 'lines', wide: true },
  { id: 'classes', indicator: 'registered', by: 'time', and: 'class', draw: 'lines', most: 5, wide: true },
  { id: 'class', indicator: 'registered', by: 'class', draw: 'bars', into: 'class', most: 12 },
  { id: 'places', indicator: 'registered', by: 'place', draw: 'bars', into: 'place', most: 12 },
]
