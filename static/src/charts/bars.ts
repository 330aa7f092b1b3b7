/** Where the pieces of a bar begin and end. Pure. */
import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { stack } from 'd3-shape'
import { rowSum, type Pivot } from './pivot'

export const BAR_WIDTH = 1000
export interface Piece {
  column: string
  series: number
  x: number
  width: number
}

/** One bar for each row on a common scale that begins at zero; pieces of nothing are left out. */
export function barsOf(p: Pivot): Piece[][] {
  const widest = max(p.rows, (r) => rowSum(p, r.key)) ?? 0
  const x = scaleLinear([0, widest || 1], [0, BAR_WIDTH])
  const keys = p.columns.map((c) => c.key)
  const stacked = stack<string, string>()
    .keys(keys)
    .value((row, column) => p.cell(row, column)?.count ?? 0)(p.rows.map((r) => r.key))
  return p.rows.map((_, row) =>
    stacked.flatMap((series, i) => {
      const [from, to] = series[row]!
      return to > from ? [{ column: keys[i]!, series: i, x: x(from), width: x(to) - x(from) }] : []
    }),
  )
}
/** A share of the whole width. */
export const shareWidth = (perMille: number | null) => scaleLinear([0, 1000], [0, BAR_WIDTH])(perMille ?? 0)
