/** A definition as a graph to draw: states, and one arrow for all events between the same two. Pure; texts are in one language. */
import type { Stage, Titled } from '../api/types'
import { eventsOf, statesOf } from './definition'

export interface FlowNode {
  key: string
  kind: 'state' | 'lane' | 'many' // lane: goes on in another definition; many: an event that may happen in many states
  title: string
  stage: Stage | null
  isFinal: boolean
  from: string[] // of "many": the titles of those states
}
export interface FlowEdge {
  from: string
  to: string
  labels: string[]
  isBack: boolean // to a state that comes earlier
}
export interface Flow {
  initial: string
  nodes: FlowNode[]
  edges: FlowEdge[]
}

const MANY = 3 // arrows of one event into one state: drawn as one
const FAR = 4 // states that an arrow passes; two such arrows are drawn as one too

interface Move {
  to: string
  title: string
  from: string[]
}
/** What leads where, once for each title and target. What changes no state is left to the table beside the drawing. */
function movesOf(definition: unknown, places: ReadonlyMap<string, number>, pick: (item: Titled) => string): Move[] {
  const own = (definition as { lane?: unknown } | null)?.lane
  const moves = new Map<string, Move>()
  for (const event of eventsOf(definition)) {
    const to = event.lane && event.lane !== own ? `lane:${event.lane}` : event.to
    if (!to || (!to.startsWith('lane:') && !places.has(to))) continue
    const title = pick(event)
    const move = moves.get(`${title} ${to}`) ?? { to, title, from: [] }
    const from = event.from.filter((key) => key !== to && places.has(key) && !move.from.includes(key))
    if (!from.length) continue
    move.from.push(...from)
    moves.set(`${title} ${to}`, move)
  }
  return [...moves.values()]
}

/** `laneTitle` names the definition that a case goes on in. */
export function flowOf(definition: unknown, pick: (item: Titled) => string, laneTitle: (lane: string) => string): Flow {
  const states = statesOf(definition)
  const places = new Map(states.map((s, i) => [s.key, i]))
  const nodes: FlowNode[] = states.map((s) => ({
    key: s.key,
    kind: 'state',
    title: pick(s),
    stage: s.stage,
    isFinal: s.isFinal,
    from: [],
  }))
  const edges = new Map<string, FlowEdge>()
  const join = (from: string, to: string, label: string | null, isBack: boolean): void => {
    const edge = edges.get(`${from} ${to}`) ?? { from, to, labels: [], isBack }
    if (label) edge.labels.push(label)
    edges.set(`${from} ${to}`, edge)
  }
  for (const { to, title, from } of movesOf(definition, places, pick)) {
    if (to.startsWith('lane:') && !nodes.some((n) => n.key === to)) {
      nodes.push({ key: to, kind: 'lane', title: laneTitle(to.slice(5)), stage: null, isFinal: true, from: [] })
    }
    const isFar = (key: string) => Math.abs((places.get(to) ?? Infinity) - places.get(key)!) >= FAR
    if (from.length < MANY && !(from.length > 1 && from.every(isFar))) {
      for (const key of from) join(key, to, title, (places.get(to) ?? Infinity) < places.get(key)!)
      continue
    }
    const key = `many:${to}:${[...from].sort().join(' ')}`
    const known = nodes.find((n) => n.key === key)
    if (known) known.title += ` / ${title}`
    else {
      const names = from.map((x) => pick(states[places.get(x)!]!))
      nodes.push({ key, kind: 'many', title, stage: null, isFinal: false, from: names })
      join(key, to, null, false)
    }
  }
  const initial = (definition as { initial?: unknown } | null)?.initial
  return { initial: typeof initial === 'string' ? initial : (states[0]?.key ?? ''), nodes, edges: [...edges.values()] }
}

const isWide = (char: string) => char.codePointAt(0)! >= 0x2e80
/** Estimated width in ems; a little too wide rather than too narrow. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, c) => sum + (isWide(c) ? 1 : /[mwMW—]/.test(c) ? 0.85 : /[A-Z]/.test(c) ? 0.68 : 0.56), 0)

/** Lines of at most `most` ems, broken between words, or anywhere in Chinese. */
export function wrapText(text: string, most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of text.match(/[（《“]?[\u2e80-\uffff][、，。；：）》”]*|[^\s\u2e80-\uffff]+|\s+/gu) ?? []) {
    if (line && widthOf((line + part).trimEnd()) > most) {
      lines.push(line.trim())
      line = part.trim() ? part : ''
    } else line += part
  }
  if (line.trim()) lines.push(line.trim())
  return lines
}
