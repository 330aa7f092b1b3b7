/** The geometry of charts, what tables and files are made of, and that colours are told apart by every eye. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Figure } from '../../src/api/boardTypes'
import { BAR_WIDTH, barsOf, shareWidth } from '../../src/charts/bars'
import { csvOf } from '../../src/charts/csv'
import { linesOf, markerPath, MARKERS } from '../../src/charts/lines'
import { byLargest, pivot, rowSum, topColumns, withRows } from '../../src/charts/pivot'

const figure = (key: string, and_key: string, count: number | null): Figure => ({
  key,
  and_key,
  title_zh: null,
  title_en: null,
  and_title_zh: null,
  and_title_en: null,
  count,
  base: count,
  per_mille: null,
  is_few: false,
  list: `counted=true&stage=${key}`,
})
const label = (f: Figure, second: boolean) => (second ? f.and_key : f.key)
const data = [figure('a', 'x', 3), figure('a', 'z', 1), figure('b', 'y', 8), figure('c', 'x', null)]

describe('a pivot', () => {
  const p = pivot(data, label, { columns: ['x', 'y', 'z'] })
  it('has a row and a column for every key, in the order asked for', () => {
    expect(p.rows.map((r) => r.key)).toEqual(['a', 'b', 'c'])
    expect(p.columns.map((c) => c.key)).toEqual(['x', 'y', 'z'])
  })
  it('keeps numbers with their lists, and tells nothing from too few', () => {
    expect(p.cell('a', 'x')).toMatchObject({ count: 3, list: 'counted=true&stage=a' })
    expect(p.cell('a', 'y')).toBeUndefined()
    expect(p.cell('c', 'x')?.count).toBeNull()
  })
  it('sums, sorts and cuts', () => {
    expect(rowSum(p, 'a')).toBe(4)
    expect(byLargest(p).rows.map((r) => r.key)).toEqual(['b', 'a', 'c'])
    expect(topColumns(p, 2).map((c) => c.key)).toEqual(['x', 'y'])
  })
})

describe('bars', () => {
  const p = pivot(data, label, { columns: ['x', 'y', 'z'] })
  const bars = barsOf(p)
  it('share a scale: the longest fills it, pieces follow each other without a gap', () => {
    expect(bars[1]).toEqual([{ column: 'y', series: 1, x: 0, width: BAR_WIDTH }])
    const [first, second] = bars[0]!
    expect(first).toMatchObject({ column: 'x', x: 0, width: 375 })
    expect(second).toMatchObject({ column: 'z', x: 375, width: 125 })
  })
  it('draw nothing for nothing', () => {
    expect(bars[2]).toEqual([])
    expect(barsOf(pivot([], label))).toEqual([])
  })
  it('show shares of the whole width', () => {
    expect(shareWidth(875)).toBe(875)
    expect(shareWidth(null)).toBe(0)
  })
})

describe('lines', () => {
  const steps = ['2026-01-01', '2026-02-01', '2026-03-01'].map((key) => ({ key, label: key }))
  const p = withRows(pivot([figure('2026-01-01', 'x', 2), figure('2026-03-01', 'x', 4)], label), steps)
  const shape = linesOf(p, p.columns, 400, 220)
  it('begin at zero, and a step without cases is drawn as zero', () => {
    const [points] = shape.series.map((s) => s.points)
    expect(points!.map((x) => x.value)).toEqual([2, 0, 4])
    expect(points![1]!.y).toBeCloseTo(shape.plot.bottom)
    expect(points![2]!.y).toBeLessThan(points![0]!.y)
  })
  it('stay inside, from left to right', () => {
    const xs = shape.series[0]!.points.map((x) => x.x)
    expect([...xs].sort((a, b) => a - b)).toEqual(xs)
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(shape.plot.left)
    expect(Math.max(...xs)).toBeLessThanOrEqual(shape.plot.right)
  })
  it('have whole numbers at the side and labels that do not touch', () => {
    expect(shape.yTicks.every((x) => Number.isInteger(x.value))).toBe(true)
    const many = Array.from({ length: 31 }, (_, i) => ({ key: `d${i}`, label: `d${i}` }))
    const ticks = linesOf(withRows(p, many), p.columns, 400, 220).xTicks
    expect(ticks.length).toBeGreaterThan(1)
    expect(Math.min(...ticks.slice(1).map((x, i) => x.x - ticks[i]!.x))).toBeGreaterThan(55)
  })
  it('are told apart by marker without colour', () => {
    expect(new Set(MARKERS.map((_, i) => markerPath(i))).size).toBe(6)
  })
})

describe('a file', () => {
  it('opens as UTF-8 and never runs as a formula', () => {
    const text = csvOf([
      ['单位', '件数'],
      ['=1+1', 3],
      ['＋甲', null],
      ['"甲", 乙', -2],
    ])
    expect(text).toBe('\uFEFF单位,件数\r\n\'=1+1,3\r\n\'＋甲,\r\n"""甲"", 乙",-2\r\n')
  })
})

/* Colours: CIE76 distances as seen with normal, protan, deutan and tritan sight. */
type Rgb = [number, number, number]
const CSS = readFileSync(join(import.meta.dirname, '../../src/styles/tokens.css'), 'utf8')
function tokensOf(theme: 'light' | 'dark'): Map<string, string> {
  const at = theme === 'light' ? CSS.indexOf(':root {') : CSS.indexOf(":root[data-theme='dark']")
  const end = theme === 'light' ? CSS.indexOf('\n}', at) : CSS.indexOf(":root[data-theme='contrast']") // its two rules
  const block = CSS.slice(at, end)
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map((m) => [m[1]!, m[2]!]))
}
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
function rgb(hex: string): Rgb {
  const long = hex.length === 4 ? [...hex.slice(1)].map((x) => x + x).join('') : hex.slice(1)
  return [0, 2, 4].map((i) => linear(parseInt(long.slice(i, i + 2), 16) / 255)) as Rgb
}
/** Machado 2009, severity 1. */
const SIGHT: Record<string, number[][]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}
const seen = (c: Rgb, m: number[][]) =>
  m.map((row) => Math.min(1, Math.max(0, row[0]! * c[0] + row[1]! * c[1] + row[2]! * c[2]))) as Rgb
function lab([r, g, b]: Rgb): Rgb {
  const f = (x: number) => (x > 0.008856 ? Math.cbrt(x) : 7.787 * x + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
const distance = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b
const contrast = (a: Rgb, b: Rgb) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}
function least(colours: Rgb[], pairs: 'all' | 'next'): number {
  return Math.min(
    ...Object.values(SIGHT).flatMap((m) => {
      const labs = colours.map((c) => lab(seen(c, m)))
      return labs.flatMap((a, i) => labs.slice(i + 1, pairs === 'next' ? i + 2 : undefined).map((b) => distance(a, b)))
    }),
  )
}

describe.each(['light', 'dark'] as const)('colours of the %s theme', (theme) => {
  const tokens = tokensOf(theme)
  const colours = (...names: string[]) =>
    names.map((name) => {
      const hex = tokens.get(name)
      expect(hex, name).toBeDefined()
      return rgb(hex!)
    })
  const six = (name: string) => colours(...[1, 2, 3, 4, 5, 6].map((i) => `${name}-${i}`))
  const surface = () => colours('surface')[0]!
  it('of six parts are told apart by every eye and from the ground', () => {
    expect(least(six('chart'), 'all')).toBeGreaterThan(20)
    for (const c of six('chart')) expect(contrast(c, surface())).toBeGreaterThanOrEqual(3)
  })
  it('of ages go one way, and each step is seen', () => {
    const steps = six('age').map(luminance)
    const sorted = [...steps].sort((a, b) => (theme === 'light' ? b - a : a - b))
    expect(steps).toEqual(sorted)
    expect(least(six('age'), 'next')).toBeGreaterThan(9)
  })
  it('of time left are told apart by every eye', () => {
    const due = colours('due-overdue-bg', 'due-today-bg', 'due-soon-bg', 'due-later-bg', 'due-paused-bg')
    expect(least(due, 'all')).toBeGreaterThan(12)
  })
})
