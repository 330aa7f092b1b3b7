/** Something loaded from the server, with the states that a page must show: loading, failed, there. */
import { onScopeDispose, shallowRef, watch, type WatchSource } from 'vue'
import { isProblem } from '../api/client'
import { offline, type Problem } from '../api/problem'

const PATIENCE = 5 // tries more, before it is left to a person
const WAIT_S = 2
const WAIT_MOST_S = 30

/** Many that were refused together do not come back together. */
function pause(problem: Problem, signal: AbortSignal): Promise<void> {
  const seconds = Math.min(problem.retryAfter ?? WAIT_S, WAIT_MOST_S) + Math.random()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** `patient`: when the server says that this was too often, it waits as long as the server asks and tries again. */
export function useResource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  when?: WatchSource<unknown> | WatchSource<unknown>[],
  { patient = false }: { patient?: boolean } = {},
) {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = shallowRef(false)
  let running: AbortController | undefined

  async function persist(signal: AbortSignal): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await load(signal)
      } catch (error) {
        if (!patient || !isProblem(error) || error.status !== 429 || tries >= PATIENCE) throw error
        await pause(error, signal)
        if (signal.aborted) throw error
      }
    }
  }
  /** Old data stays on the page while newer is fetched; only the latest call may write. */
  async function reload(): Promise<boolean> {
    running?.abort()
    const mine = (running = new AbortController())
    loading.value = true
    try {
      const next = await persist(mine.signal)
      if (mine.signal.aborted) return false
      data.value = next
      problem.value = null
      return true
    } catch (error) {
      if (!mine.signal.aborted) problem.value = isProblem(error) ? error : offline()
      return false
    } finally {
      if (running === mine) loading.value = false
    }
  }
  onScopeDispose(() => running?.abort())
  if (when)
    watch(when, () => {
      problem.value = null // it was about something else
      void reload()
    })
  void reload()
  return { data, problem, loading, reload }
}
