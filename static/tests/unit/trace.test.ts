import { describe, expect, it } from 'vitest'
import type { TraceStep } from '../../src/api/types'
import { weekday, weeksOf } from '../../src/composables/trace'

const step = (day: string, kind: TraceStep['kind'] = 'counted', number = 0): TraceStep => ({
  day,
  kind,
  number,
  name: null,
  is_provisional: false,
})

describe('the calendar of a trace', () => {
  it('knows the days of the week', () => {
    expect(['2026-11-22', '2026-11-23', '1969-12-28', '2028-02-29'].map(weekday)).toEqual([6, 0, 6, 1])
  })
  it('lays days into weeks that begin on Monday, naming the month where it begins', () => {
    const days = ['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01']
    const weeks = weeksOf(days.map((d) => step(d)))
    expect(weeks.map((w) => w.map((c) => c?.label ?? ''))).toEqual([
      ['', '', '', '', '11.27', '28', '29'],
      ['30', '12.1', '', '', '', '', ''],
    ])
  })
  it('keeps weeks apart over a gap that ends on an earlier weekday or the same one', () => {
    expect(weeksOf([step('2026-11-23'), step('2026-12-02')]).length).toBe(2)
    expect(weeksOf([step('2026-11-23'), step('2026-11-30')]).length).toBe(2)
  })
  it('puts two remarks on a day together', () => {
    const [week] = weeksOf([step('2026-11-27', 'counted', 5), step('2026-11-27', 'rolled')])
    expect(week![4]!.step).toMatchObject({ kind: 'rolled', number: 5 })
  })
  it('has nothing to lay out for nothing', () => {
    expect(weeksOf([])).toEqual([])
  })
})
