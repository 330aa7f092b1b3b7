/** From the figures of the server to rows and columns; charts, tables and CSV are made of the same. Pure. */
import { sum } from 'd3-array'
import type { Figure } from '../api/boardTypes'

export interface Head {
  key: string
  label: string
}
export interface Cell {
  count: number | null // null: too few to be told
  base: number | null
  perMille: number | null
  isFew: boolean
  list: string | null
}
export interface Pivot {
  rows: Head[]
  columns: Head[]
  /** By row and column; undefined: there is nothing. */
  cell: (row: string, column: string) => Cell | undefined
}

const cellOf = (f: Figure): Cell => ({
  count: f.count,
  base: f.base,
  perMille: f.per_mille,
  isFew: f.is_few,
  list: f.list,
})
const at = (row: string, column: string) => `${row}\u0000${column}`

/** `label` names a key of the first (false) or second (true) heading. The order is that of the figures, or of `order`. */
export function pivot(
  data: readonly Figure[],
  label: (figure: Figure, isSecond: boolean) => string,
  order: { rows?: readonly string[]; columns?: readonly string[] } = {},
): Pivot {
  const rows = new Map<string, Head>()
  const columns = new Map<string, Head>()
  const cells = new Map<string, Cell>()
  for (const f of data) {
    if (!rows.has(f.key)) rows.set(f.key, { key: f.key, label: label(f, false) })
    if (!columns.has(f.and_key)) columns.set(f.and_key, { key: f.and_key, label: label(f, true) })
    cells.set(at(f.key, f.and_key), cellOf(f))
  }
  const sorted = (heads: Map<string, Head>, wanted?: readonly string[]) => {
    const rank = (key: string) => {
      const i = wanted?.indexOf(key) ?? -1
      return i < 0 ? Infinity : i
    }
    const all = [...heads.values()]
    return wanted ? all.sort((a, b) => rank(a.key) - rank(b.key) || 0) : all
  }
  return {
    rows: sorted(rows, order.rows),
    columns: sorted(columns, order.columns),
    cell: (row, column) => cells.get(at(row, column)),
  }
}

/** With a row for each of these, whether there is something in it or not. */
export const withRows = (p: Pivot, rows: Head[]): Pivot => ({ ...p, rows })

export const rowSum = (p: Pivot, row: string) => sum(p.columns, (c) => p.cell(row, c.key)?.count ?? 0)
export const columnSum = (p: Pivot, column: string) => sum(p.rows, (r) => p.cell(r.key, column)?.count ?? 0)

/** The largest rows first, by all that is in them. */
export const byLargest = (p: Pivot): Pivot => ({
  ...p,
  rows: [...p.rows].sort((a, b) => rowSum(p, b.key) - rowSum(p, a.key)),
})
/** The columns in which there is most, in their own order. */
export function topColumns(p: Pivot, most: number): Head[] {
  const top = new Set(
    [...p.columns]
      .sort((a, b) => columnSum(p, b.key) - columnSum(p, a.key))
      .slice(0, most)
      .map((c) => c.key),
  )
  return p.columns.filter((c) => top.has(c.key))
}
