/** Lines over steps of time: where points, ticks and labels lie. Pure. */
import { max } from 'd3-array'
import { scaleLinear, scalePoint } from 'd3-scale'
import {
  line,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
} from 'd3-shape'
import type { Head, Pivot } from './pivot'

export const SERIES_MAX = 6
/** Told apart without colour: by marker and by dash. */
export const MARKERS = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross, symbolStar] as const
export const DASHES = ['none', '7 3', '2 3', '10 3 2 3', '5 5', '1 4'] as const
export const markerPath = (series: number, size = 36): string => symbol(MARKERS[series % SERIES_MAX]!, size)() ?? ''

const PAD = { top: 10, right: 34, bottom: 24, left: 38 }
const LABEL_WIDTH = 62

export interface LineChartShape {
  yTicks: { y: number; value: number }[]
  xTicks: { x: number; label: string }[]
  series: { key: string; path: string; points: { x: number; y: number; value: number }[] }[]
  plot: { left: number; right: number; bottom: number }
}

/** Whole numbers only, from zero; a step with nothing is zero, and is drawn. */
export function linesOf(p: Pivot, columns: readonly Head[], width: number, height: number): LineChartShape {
  const value = (row: string, column: string) => p.cell(row, column)?.count ?? 0
  const top = max(p.rows.flatMap((r) => columns.map((c) => value(r.key, c.key)))) ?? 0
  const y = scaleLinear([0, Math.max(top, 4)], [height - PAD.bottom, PAD.top]).nice(4)
  const x = scalePoint(
    p.rows.map((r) => r.key),
    [PAD.left, width - PAD.right],
  ).padding(0.1)
  const path = line<{ x: number; y: number }>(
    (d) => d.x,
    (d) => d.y,
  )
  const every = Math.max(1, Math.ceil((p.rows.length * LABEL_WIDTH) / Math.max(width - PAD.left - PAD.right, 1)))
  return {
    yTicks: y
      .ticks(4)
      .filter(Number.isInteger)
      .map((v) => ({ y: y(v), value: v })),
    xTicks: p.rows.flatMap((r, i) => (i % every === 0 ? [{ x: x(r.key) ?? 0, label: r.label }] : [])),
    series: columns.map((c) => {
      const points = p.rows.map((r) => ({ x: x(r.key) ?? 0, y: y(value(r.key, c.key)), value: value(r.key, c.key) }))
      return { key: c.key, path: path(points) ?? '', points }
    }),
    plot: { left: PAD.left, right: width - PAD.right, bottom: height - PAD.bottom },
  }
}
