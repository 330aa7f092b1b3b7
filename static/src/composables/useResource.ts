/** Something loaded from the server, with the states that a page must show: loading, failed, there. */
import { onScopeDispose, shallowRef, watch, type WatchSource } from 'vue'
import { isProblem } from '../api/client'
import { offline, type Problem } from '../api/problem'

export function useResource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  when?: WatchSource<unknown> | WatchSource<unknown>[],
) {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = shallowRef(false)
  let running: AbortController | undefined

  /** Old data stays on the page while newer is fetched; only the latest call may write. */
  async function reload(): Promise<boolean> {
    running?.abort()
    const mine = (running = new AbortController())
    loading.value = true
    try {
      const next = await load(mine.signal)
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
  if (when) watch(when, () => void reload())
  void reload()
  return { data, problem, loading, reload }
}
