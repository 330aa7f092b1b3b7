/**
 * One act on several cases: a preview of all of them, then the doing in small portions that can be stopped between two. Each case
 * has its own key, so that a portion whose answer was lost is done once.
 */
import { computed, shallowRef } from 'vue'
import { isProblem, newKey } from '../api/client'
import { offline, type Problem } from '../api/problem'
import { cases, type CaseQuery } from '../api/desk'
import type { Transition } from '../api/types'
import { batch } from '../api/worklist'
import type { BatchItem, BatchResult, CaseFilter } from '../api/worklistTypes'
import { BATCH_CHUNK, chunks } from './worklist'

export interface BatchAct {
  op: string
  args: Record<string, unknown>
  note: string
}
export type BatchSource = { items: readonly BatchItem[] } | { filter: CaseFilter }

/** As many are asked what can be done with them; of a longer list the preview tells the rest. */
export const LOOK_AT = 50
const AT_ONCE = 6

export interface CountedAct extends Transition {
  count: number
}
/** The events that at least one of the cases allows, those first that the most do; without what is about one case. */
export function countActs(lists: readonly (readonly Transition[])[]): CountedAct[] {
  const found = new Map<string, CountedAct>()
  for (const event of lists.flat()) {
    if (!event.allowed || event.of_one) continue
    const known = found.get(event.event)
    if (known) known.count++
    else found.set(event.event, { ...event, fields: event.fields.filter((f) => !f.of_one), count: 1 })
  }
  return [...found.values()].sort((a, b) => b.count - a.count)
}
const queryOf = (filter: CaseFilter): CaseQuery => ({
  ...Object.fromEntries(
    Object.entries(filter).map(([k, v]) => [k, v === null || v === undefined ? undefined : String(v)]),
  ),
  limit: String(LOOK_AT),
})
export async function actsOfAll(
  source: BatchSource,
  signal: AbortSignal,
): Promise<{ acts: CountedAct[]; looked: number }> {
  const ids =
    'items' in source
      ? source.items.map((x) => x.id)
      : (await cases.list(queryOf(source.filter), signal)).data.map((x) => x.id)
  const lists: Transition[][] = []
  for (const some of chunks(ids.slice(0, LOOK_AT), AT_ONCE)) {
    const replies = await Promise.all(some.map((id) => cases.transitions(id, signal)))
    lists.push(...replies.map((r) => r.data))
  }
  return { acts: countActs(lists), looked: lists.length }
}

export function useBatch() {
  const preview = shallowRef<readonly BatchResult[] | null>(null)
  const results = shallowRef<readonly BatchResult[]>([])
  const waiting = shallowRef<readonly BatchItem[]>([]) // not sent yet
  const running = shallowRef(false)
  const stopped = shallowRef(false)
  const problem = shallowRef<Problem | null>(null)
  const all = shallowRef(0)

  const bodyOf = (act: BatchAct) => ({ op: act.op, args: act.args, ...(act.note ? { note: act.note } : {}) })

  async function tryTo(run: () => Promise<void>): Promise<void> {
    running.value = true
    problem.value = null
    try {
      await run()
    } catch (error) {
      problem.value = isProblem(error) ? error : offline()
    } finally {
      running.value = false
    }
  }
  /** What would be done with each, and what would be refused. Nothing is changed. */
  const look = (act: BatchAct, source: BatchSource) =>
    tryTo(async () => {
      preview.value = null
      const found =
        'items' in source
          ? await batch({ ...bodyOf(act), dry_run: true, items: [...source.items] })
          : await batch({ ...bodyOf(act), dry_run: true, filter: source.filter })
      preview.value = found.results
    })

  /** Sends what waits, portion after portion. A portion that failed as a whole waits again, under the same keys. */
  const send = (act: BatchAct) =>
    tryTo(async () => {
      stopped.value = false
      for (const portion of chunks(waiting.value, BATCH_CHUNK)) {
        if (stopped.value) return
        const reply = await batch({ ...bodyOf(act), items: portion })
        results.value = [...results.value, ...reply.results]
        waiting.value = waiting.value.slice(portion.length)
      }
    })
  async function begin(act: BatchAct, chosen: readonly BatchResult[]): Promise<void> {
    results.value = []
    waiting.value = chosen.map((r) => ({ id: r.id, if_match: r.version ?? 1, key: newKey() }))
    all.value = waiting.value.length
    await send(act)
  }
  const done = computed(() => results.value.filter((r) => r.status === 200))
  const failed = computed(() => results.value.filter((r) => r.status !== 200))
  /** Those that were refused, on the version that they have now. */
  async function retry(act: BatchAct): Promise<void> {
    const again = failed.value
    results.value = done.value
    waiting.value = [...again.map((r) => ({ id: r.id, if_match: r.version ?? 1, key: newKey() })), ...waiting.value]
    await send(act)
  }
  const stop = () => (stopped.value = true)
  return { preview, results, waiting, running, stopped, problem, all, done, failed, look, begin, send, retry, stop }
}
