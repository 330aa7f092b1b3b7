/**
 * What was written while there was no connection: kept in the memory of the page, flagged, and sent in order when the connection is
 * back. Nothing of it is put on the machine, where others might read it; closing the page is warned about. What the server refuses
 * stays, with its reason, until its writer sends it again or gives it up.
 */
import { computed, shallowReactive, watch } from 'vue'
import { isProblem } from '../api/client'
import { offline, type Problem } from '../api/problem'
import { online } from './useLive'

export interface Queued {
  readonly id: number
  /** What it is, in the writer's words: "Note on 2026-…". */
  readonly label: string
  readonly at: Date
  state: 'waiting' | 'sending' | 'refused'
  problem: Problem | null
}
type Send = (key: string) => Promise<unknown>

const items = shallowReactive<Queued[]>([])
const sends = new Map<number, { key: string; send: Send; done?: (() => void) | undefined }>()
let serial = 0
let running: Promise<void> | undefined

function set(item: Queued, change: Partial<Pick<Queued, 'state' | 'problem'>>): void {
  const at = items.findIndex((x) => x.id === item.id)
  if (at >= 0) items[at] = { ...items[at]!, ...change }
}
function forget(id: number): void {
  const at = items.findIndex((x) => x.id === id)
  if (at >= 0) items.splice(at, 1)
  sends.delete(id)
}

/** False: there is no connection, so the rest waits too. */
async function sendOne(item: Queued): Promise<boolean> {
  const { key, send, done } = sends.get(item.id)!
  set(item, { state: 'sending', problem: null })
  try {
    await send(key)
    forget(item.id)
    done?.()
    return true
  } catch (error) {
    const problem = isProblem(error) ? error : offline()
    set(item, problem.status === 0 ? { state: 'waiting' } : { state: 'refused', problem })
    return problem.status !== 0
  }
}
async function run(): Promise<void> {
  for (;;) {
    const next = items.find((x) => x.state === 'waiting')
    if (!next || !online.value || !(await sendOne(next))) return
  }
}
/** Sends what waits, one after the other; a call while that goes on joins it. */
export function flushQueue(): Promise<void> {
  running ??= run().finally(() => (running = undefined))
  return running
}

/** `send` gets a key that stays the same, so that a second try after an unknown outcome does nothing twice. */
export function enqueue(label: string, send: Send, done?: () => void): void {
  const id = ++serial
  sends.set(id, { key: `q-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${id}`, send, done })
  items.push({ id, label, at: new Date(), state: 'waiting', problem: null })
  void flushQueue()
}
export function retryQueued(id: number): Promise<void> {
  const item = items.find((x) => x.id === id)
  if (item) set(item, { state: 'waiting', problem: null })
  return flushQueue()
}
export const dropQueued = (id: number): void => forget(id)

watch(online, (is) => {
  if (is) void flushQueue()
})
if (typeof addEventListener !== 'undefined')
  addEventListener('beforeunload', (event) => {
    if (items.length) event.preventDefault()
  })

export const useQueue = () => ({ items, waiting: computed(() => items.filter((x) => x.state !== 'refused').length) })
