/** Places for a flow's nodes, arrows and labels, by dagre. Only the page with a drawing loads it. Pure. */
import { Graph, layout } from '@dagrejs/dagre'
import type { Stage } from '../api/types'
import { widthOf, wrapText, type Flow, type FlowEdge, type FlowNode } from './flow'

export const NODE_TEXT = 15
export const LABEL_TEXT = 13
const LINE = 1.35
const NODE_MOST = 9.5 // ems
const MANY_MOST = 13
const LABEL_MOST = 10

interface Point {
  x: number
  y: number
}
interface Box extends Point {
  width: number
  height: number
  lines: string[]
}
export interface PlacedNode extends Box {
  node: FlowNode
  small: string[] // what stands under the title in smaller letters
}
export interface PlacedEdge {
  edge: FlowEdge
  path: string
  label: Box
}
export interface Placed {
  width: number
  height: number
  start: string // the arrow into the first state
  nodes: PlacedNode[]
  edges: PlacedEdge[]
}

const widest = (lines: string[]) => Math.max(0, ...lines.map(widthOf))
const at = (p: Point) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`
/** From one node down to another through dagre's points, upright at each of them. */
const curve = (points: Point[]): string =>
  points.reduce((path, p, i) => {
    const last = points[i - 1]
    if (!last) return `M${at(p)}`
    const middle = (last.y + p.y) / 2
    return `${path}C${at({ x: last.x, y: middle })} ${at({ x: p.x, y: middle })} ${at(p)}`
  }, '')

interface End {
  box: Box
  side: 'top' | 'bottom'
  towards: number // where the line goes on to
  point: Point
}
/** Spreads the ends of lines along the side of their node, in the order in which they come. */
function spread(ends: End[]): void {
  const sides = new Map<Box, Record<End['side'], End[]>>()
  for (const end of ends) {
    const of = sides.get(end.box) ?? { top: [], bottom: [] }
    of[end.side].push(end)
    sides.set(end.box, of)
  }
  for (const [box, of] of sides) {
    for (const side of ['top', 'bottom'] as const) {
      const step = box.width / (of[side].length + 1)
      of[side]
        .sort((a, b) => a.towards - b.towards)
        .forEach((end, i) => {
          end.point.x = box.x - box.width / 2 + step * (i + 1)
          end.point.y = box.y + (side === 'top' ? -box.height : box.height) / 2
        })
    }
  }
}

const START = 26
const MARGIN = 12
const HEAD = 12 // straight before an arrow head

export interface FlowWords {
  stage: (stage: Stage) => string
  lane: string
  from: (titles: string[]) => string
}

export function layFlow(flow: Flow, words: FlowWords): Placed {
  const graph = new Graph({ directed: true, multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 36, edgesep: 18, ranksep: 52, marginx: MARGIN, marginy: MARGIN + START })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of flow.nodes) {
    const lines = wrapText(node.title, node.kind === 'many' ? MANY_MOST : NODE_MOST)
    const small = node.stage
      ? [words.stage(node.stage)]
      : node.kind === 'lane'
        ? wrapText(words.lane, NODE_MOST)
        : wrapText(words.from(node.from), MANY_MOST)
    const width = Math.max(widest(lines) * NODE_TEXT, widest(small) * LABEL_TEXT, 5 * NODE_TEXT) + 28
    const height = (lines.length * NODE_TEXT + small.length * LABEL_TEXT) * LINE + 16
    graph.setNode(node.key, { node, lines, small, width, height })
  }
  // A way back is laid out as a way on, so that every circle is cut where the definition itself turns back.
  const place = new Map(flow.nodes.map((n, i) => [n.key, i]))
  const endsOf = ({ from, to, isBack }: FlowEdge) =>
    isBack ? { v: to, w: from, name: 'back' } : { v: from, w: to, name: 'on' }
  for (const edge of flow.edges) {
    const lines = edge.labels.flatMap((label) => wrapText(label, LABEL_MOST))
    const isNext = place.get(edge.to)! - place.get(edge.from)! === 1
    const { v, w, name } = endsOf(edge)
    const size = {
      width: lines.length ? widest(lines) * LABEL_TEXT + 10 : 0,
      height: lines.length ? lines.length * LABEL_TEXT * LINE + 6 : 0,
    }
    graph.setEdge(v, w, { lines, labelpos: 'c', weight: isNext ? 12 : edge.isBack ? 1 : 2, ...size }, name)
  }
  layout(graph)
  const nodes = flow.nodes.map((n) => graph.node(n.key) as unknown as PlacedNode)
  const tallest = (of: Box) => Math.max(...nodes.filter((n) => n.y === of.y).map((n) => n.height))
  const ends: End[] = []
  const ways = flow.edges.map((edge) => {
    const { v, w, name } = endsOf(edge)
    const { points, ...label } = graph.edge(v, w, name) as unknown as Box & { points: Point[] }
    const inner = points.slice(1, -1)
    const box = (key: string) => nodes[place.get(key)!]!
    const top: Point = { x: 0, y: 0 }
    const bottom: Point = { x: 0, y: 0 }
    ends.push({ box: box(v), side: 'bottom', towards: inner[0]?.x ?? box(w).x, point: top })
    ends.push({ box: box(w), side: 'top', towards: inner[inner.length - 1]?.x ?? box(v).x, point: bottom })
    // Straight down past the taller neighbours in the row, so that no line runs beneath them.
    const under: Point = { x: 0, y: box(v).y + tallest(box(v)) / 2 + (edge.isBack ? HEAD : 0) }
    const over: Point = { x: 0, y: box(w).y - tallest(box(w)) / 2 - HEAD }
    return { edge, label, top, bottom, way: [top, under, ...inner, over, bottom] }
  })
  spread(ends)
  const edges = ways.map(({ edge, label, way, top, bottom }): PlacedEdge => {
    way[1]!.x = top.x
    way[way.length - 2]!.x = bottom.x
    return { edge, label, path: curve(edge.isBack ? way.reverse() : way) }
  })
  const first = nodes.find((n) => n.node.key === flow.initial)
  const upper = first ? first.y - first.height / 2 : 0
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    start: first ? `M${at({ x: first.x, y: upper - START })}L${at({ x: first.x, y: upper })}` : '',
    nodes,
    edges,
  }
}
