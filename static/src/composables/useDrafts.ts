/**
 * What is being written about a case, composer by composer. It goes to the server a moment after the last key and lives in memory until it
 * is there: nothing of it is put into the browser's storage, which the next one at this machine could read. Offline it waits and goes when
 * the server answers again.
 */
import { computed, onScopeDispose, reactive, shallowRef, watch } from 'vue'
import { drafts as calls } from '../api/caseview'
import { isProblem } from '../api/client'
import { online } from './useLive'
import { useLeaveGuard } from './useLeaveGuard'
import { beforeSignOut } from './useSession'

export type DraftState = 'saved' | 'waiting' | 'saving' | 'failed'
export interface LocalDraft {
  caseId: string
  content: unknown
  version: number
  savedAt: string | null
  state: DraftState
}

const WAIT_MS = 900
const AGAIN_MS = 10_000
/** No answer, a server that is busy, a session that ended while somebody typed: it will get through later. */
const isPassing = (status: number) => status === 0 || status === 401 || status === 429 || status >= 500

/** `found`: settles when the case is there; without one it is known to be. */
export function useDrafts(id: () => string, found: () => Promise<unknown> = () => Promise.resolve()) {
  const all = reactive(new Map<string, LocalDraft>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const running = new Map<string, Promise<void>>()
  const loaded = shallowRef(false)
  let generation = 0

  const stop = (composer: string) => {
    clearTimeout(timers.get(composer))
    timers.delete(composer)
  }
  const later = (composer: string, ms: number) => {
    stop(composer)
    timers.set(
      composer,
      setTimeout(() => void save(composer), ms),
    )
  }
  /** One at a time for each composer, so that an older text never arrives after a newer one. */
  async function save(composer: string): Promise<void> {
    stop(composer)
    await running.get(composer)
    const draft = all.get(composer)
    if (!draft || draft.state === 'saved' || !online.value) return // it goes when the connection is back
    const [mine, content] = [generation, draft.content]
    draft.state = 'saving'
    const sent = calls.put(draft.caseId, composer, content, draft.version).then(
      (kept) => {
        if (mine !== generation || all.get(composer) !== draft || draft.content !== content) return
        draft.state = 'saved'
        draft.savedAt = kept.saved_at
      },
      (error: unknown) => {
        if (mine !== generation || all.get(composer) !== draft) return
        draft.state = 'failed'
        // What is refused stays refused; what did not get through is tried again.
        if (!isProblem(error) || isPassing(error.status)) later(composer, AGAIN_MS)
      },
    )
    running.set(composer, sent)
    await sent
    running.delete(composer)
  }

  function write(composer: string, content: unknown, version: number): void {
    const before = all.get(composer)
    if (before && JSON.stringify(before.content) === JSON.stringify(content)) return
    if (before) Object.assign(before, { content, state: 'waiting' satisfies DraftState })
    else all.set(composer, { caseId: id(), content, version, savedAt: null, state: 'waiting' })
    later(composer, WAIT_MS)
  }
  /** The server dropped its copy for something else that was sent: what is written now goes up anew. */
  function again(composer: string): void {
    const draft = all.get(composer)
    if (!draft) return
    draft.state = 'waiting'
    later(composer, WAIT_MS)
  }
  /** Sent or thrown away. `isSent`: the server dropped its copy in the same act. */
  async function drop(composer: string, isSent: boolean): Promise<void> {
    stop(composer)
    const draft = all.get(composer)
    all.delete(composer)
    const late = running.get(composer)
    if (!draft || (isSent && !late)) return
    await late
    if (!isSent || late) await calls.drop(draft.caseId, composer).catch(() => {})
  }
  const flush = async () => {
    await Promise.all([...all.keys()].map(save))
  }
  /** What was kept before; what is being written here is newer. */
  async function load(): Promise<void> {
    const mine = generation
    const kept = await found()
      .then(() => calls.ofCase(id()))
      .catch(() => null)
    if (mine !== generation) return
    loaded.value = true
    if (!kept) return
    for (const x of kept.data) {
      if (all.has(x.composer) || x.content === null) continue
      all.set(x.composer, {
        caseId: id(),
        content: x.content,
        version: x.case_version ?? 0,
        savedAt: x.saved_at,
        state: 'saved',
      })
    }
  }
  /** Another case: what was written about the one before goes on its way, and is not about this one. */
  function reset(): void {
    for (const [composer, x] of all) {
      if (x.state !== 'saved') void calls.put(x.caseId, composer, x.content, x.version).catch(() => {})
    }
    for (const composer of timers.keys()) stop(composer)
    generation++
    loaded.value = false
    all.clear()
    running.clear()
  }

  const unsaved = computed(() => [...all.values()].some((x) => x.state !== 'saved'))
  useLeaveGuard(() => unsaved.value)
  beforeSignOut.add(flush)
  watch(online, (is) => is && void flush())
  onScopeDispose(() => {
    beforeSignOut.delete(flush)
    void flush()
    for (const composer of timers.keys()) stop(composer)
  })
  void load()
  return { all, loaded, write, again, drop, load, reset, flush, unsaved }
}
