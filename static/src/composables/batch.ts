/**
 * One act on several cases: a preview of all of them, then the doing in small portions that can be stopped between two. Each case
 * has its own key, so that a portion whose answer was lost is done once.
 */
import { computed, shallowRef } from 'vue'
import { isProblem, newKey } from '../api/client'
import { offline, type Problem } from '../api/problem'
import type { Transition } from '../api/types'
import { actsOfSeveral, batch } from '../api/worklist'
import type { BatchItem, BatchResult, CaseFilter } from '../api/worklistTypes'
import { BATCH_CHUNK, chunks } from './worklist'

export interface BatchAct {
  op: string
  args: Record<string, unknown>
  note: string
}
export type BatchSource = { items: readonly BatchItem[] } | { filter: CaseFilter }

export interface CountedAct extends Transition {
  count: number
}
/** What can be done with several cases and with how many of them, in one question; those first that most allow. */
export async function actsOfAll(
  source: BatchSource,
  signal: AbortSignal,
): Promise<{ acts: CountedAct[]; looked: number }> {
  const reply = await actsOfSeveral(
    'items' in source ? { ids: source.items.map((x) => x.id) } : { filter: source.filter },
    signal,
  )
  return { acts: reply.data.map(({ event, count }) => ({ ...event, count })), looked: reply.looked }
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
