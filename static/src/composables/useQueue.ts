/**
 * What was written while there was no connection: kept in the memory of the page, flagged, and sent in order when the connection is
 * back, each under one key, so that nothing is written twice.
 *
 * Where it lives: a note may name people, and what stands in the browser's storage could be read by the next one at this machine, sealed
 * or not, because the key would have to lie beside it. So nothing is stored here; what was typed before the line went is a sealed draft
 * on the server, and closing the page is warned about. What waits belongs to one account: another who signs in on this page neither sees
 * nor sends it. Who signs out leaves what the server would not take as sealed drafts.
 * What the server refuses stays, with its words and the reason, until its writer takes it back, sends it again or gives it up.
 */
import { computed, watch } from 'vue'
import { isProblem, newKey } from '../api/client'
import { offline, type Problem } from '../api/problem'
import { items, me, sent, type Entry, type Queued } from './queued'
import { online } from './useLive'
import { beforeSignOut } from './useSession'

export type { Entry, Queued, Written } from './queued'

const AGAIN_MS = 10_000
let serial = 0
let running: Promise<void> | undefined
let again: ReturnType<typeof setTimeout> | undefined

/** Nobody answered who speaks for petitiond: it is not known whether it was done. */
export const isLost = (p: Problem) =>
  p.status === 0 || ([502, 503, 504].includes(p.status) && p.code.startsWith('http_'))
/** An answer, but not the last one: the session ended, or the server is busy. */
const isPassing = (p: Problem) => isLost(p) || p.status === 401 || p.status === 429 || p.status >= 500

function set(id: number, change: Partial<Pick<Queued, 'state' | 'problem'>>): void {
  const at = items.findIndex((x) => x.id === id)
  if (at >= 0) items[at] = { ...items[at]!, ...change }
}
export function dropQueued(id: number): void {
  const at = items.findIndex((x) => x.id === id)
  if (at >= 0) items.splice(at, 1)
}

/** False: there is no connection, so the rest waits too. */
async function sendOne(item: Queued): Promise<boolean> {
  set(item.id, { state: 'sending', problem: null })
  try {
    await item.send(item.key)
    dropQueued(item.id)
    sent.value = item
    return true
  } catch (error) {
    const problem = isProblem(error) ? error : offline()
    set(item.id, isPassing(problem) ? { state: 'waiting' } : { state: 'refused', problem })
    return !isPassing(problem)
  }
}
async function run(): Promise<void> {
  clearTimeout(again)
  again = undefined
  for (;;) {
    const next = items.find((x) => x.state === 'waiting' && x.owner === me())
    if (!next || !online.value) return
    if (await sendOne(next)) continue
    again = setTimeout(() => void flushQueue(), AGAIN_MS)
    return
  }
}
/** Sends what waits, one after the other; a call while that goes on joins it. */
export function flushQueue(): Promise<void> {
  running ??= run().finally(() => (running = undefined))
  return running
}

export function enqueue(entry: Entry): void {
  items.push({ ...entry, id: ++serial, at: new Date(), owner: me(), state: 'waiting', problem: null })
  again ??= setTimeout(() => void flushQueue(), AGAIN_MS)
}
/** Sends at once; true when it was done, false when it waits. What the server refuses is thrown, as if there were no queue. */
export async function sendOrQueue(entry: Entry): Promise<boolean> {
  if (online.value) {
    try {
      await entry.send(entry.key)
      return true
    } catch (error) {
      if (!isProblem(error) || !isLost(error)) throw error
    }
  }
  enqueue(entry)
  return false
}
/** As something new: a key whose outcome was a refusal is not used again. */
export function retryQueued(id: number): Promise<void> {
  const at = items.findIndex((x) => x.id === id)
  if (at >= 0) items[at] = { ...items[at]!, key: newKey(), state: 'waiting', problem: null }
  return flushQueue()
}

/** What cannot be sent now is kept as a sealed draft; a note goes behind what is being written. */
async function park(item: Queued): Promise<void> {
  const { caseId, composer, text, content, version } = item.about
  const { drafts } = await import('../api/caseview')
  let kept = content
  if (composer === 'note') {
    const { data } = await drafts.ofCase(caseId)
    const before = (data.find((x) => x.composer === 'note')?.content as { note?: unknown } | undefined)?.note
    kept = { note: typeof before === 'string' && before ? `${before}\n\n${text}` : text }
  }
  await drafts.put(caseId, composer, kept, version)
  dropQueued(item.id)
}
beforeSignOut.add(async () => {
  await flushQueue()
  for (const item of items.filter((x) => x.owner === me())) await park(item).catch(() => {})
})

watch([online, me], ([is]) => {
  if (is) void flushQueue()
})
if (typeof addEventListener !== 'undefined')
  addEventListener('beforeunload', (event) => {
    if (items.length) event.preventDefault()
  })

/** Of who is signed in now. */
export const useQueue = () => ({ items: computed(() => items.filter((x) => x.owner === me())) })
