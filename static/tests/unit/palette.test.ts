/** The fills of the due badge stay apart for every kind of sight, and every text on them can be read. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Rgb = [number, number, number]
const css = readFileSync(join(import.meta.dirname, '../../src/styles/tokens.css'), 'utf8')

function tokens(theme: 'light' | 'dark' | 'contrast'): Record<string, string> {
  const blocks = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
  const wanted = blocks.filter(([, selector]) => {
    const name = selector!.replace(/\/\*.*?\*\//gs, '').trim()
    return name === ':root' || name === `:root[data-theme='${theme}']`
  })
  const found: Record<string, string> = {}
  for (const [, , body] of wanted) {
    for (const [, name, value] of body!.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})/g)) found[name!] = value!
  }
  return found
}
function rgb(hex: string): Rgb {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join('') : hex.slice(1)
  return [0, 2, 4].map((i) => Number.parseInt(full.slice(i, i + 2), 16) / 255) as Rgb
}
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)

/** Machado et al. 2009, severity 1, on linear light. */
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
function seen(hex: string, sight: string): Rgb {
  const from = rgb(hex).map(linear)
  return SIGHT[sight]!.map((row) =>
    Math.min(1, Math.max(0, row[0]! * from[0]! + row[1]! * from[1]! + row[2]! * from[2]!)),
  ) as Rgb
}
function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
const distance = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
function contrast(a: string, b: string): number {
  const light = (hex: string) => {
    const [r, g, bl] = rgb(hex).map(linear) as Rgb
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl
  }
  const [low, high] = [light(a), light(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const FILLS = ['ok', 'soon', 'today', 'overdue']
const DISTANCE_MIN = 12

const READABLE = { light: 4.5, dark: 4.5, contrast: 7 }

describe.each(['light', 'dark', 'contrast'] as const)('%s theme', (theme) => {
  const t = tokens(theme)
  it.each(Object.keys(SIGHT))('keeps the fills of the due badge apart for %s sight', (sight) => {
    for (const [i, a] of FILLS.entries()) {
      for (const b of FILLS.slice(i + 1)) {
        const apart = distance(lab(seen(t[`due-${a}-bg`]!, sight)), lab(seen(t[`due-${b}-bg`]!, sight)))
        expect(apart, `${a} and ${b}`).toBeGreaterThan(DISTANCE_MIN)
      }
    }
  })
  it('keeps every text readable on what it stands on', () => {
    const pairs: [string, string][] = [
      ...FILLS.map((s): [string, string] => [`due-${s}-text`, `due-${s}-bg`]),
      ...['text', 'text-2', 'link', 'bad', 'good', 'note'].flatMap((c): [string, string][] => [
        [c, 'surface'],
        [c, 'page'],
      ]),
      ['text-2', 'surface-2'],
      ['text-2', 'hover'],
      ['link', 'accent-soft'],
      ['bad', 'bad-soft'],
      ['note', 'note-soft'],
      ['good', 'good-soft'],
      ['on-accent', 'accent'],
      ['due-met-text', 'surface'],
    ]
    for (const [text, ground] of pairs) {
      expect(contrast(t[text]!, t[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(READABLE[theme])
    }
  })
  it('keeps lines of controls and the focus visible', () => {
    for (const [line, ground] of [
      ['line-strong', 'surface'],
      ['line-strong', 'page'],
      ['focus', 'surface'],
      ['focus', 'page'],
    ] as const) {
      expect(contrast(t[line]!, t[ground]!), `${line} on ${ground}`).toBeGreaterThanOrEqual(3)
    }
  })
})
