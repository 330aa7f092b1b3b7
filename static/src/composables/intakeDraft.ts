/**
 * A registration in hand. It goes to the server, sealed, a moment after the last key, so that a reload, an ended session or another
 * machine loses nothing; nothing of it is put into the browser's storage. A form begins empty: what was left unfinished is offered and
 * taken up by hand, so that nobody goes on with the people of another visit unawares.
 */
import { onScopeDispose, reactive, shallowRef, watch } from 'vue'
import { intakeDrafts } from '../api/intake'
import type { IntakeDraft } from '../api/intakeTypes'
import { isProblem } from '../api/client'
import { newDemand, newPerson, newSubmission, type PersonDraft, type SubmissionDraft } from './submission'
import { online } from './useLive'
import { beforeSignOut } from './useSession'

const WAIT_MS = 1_200
const AGAIN_MS = 10_000
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const newId = () => `0${[...crypto.getRandomValues(new Uint8Array(25))].map((x) => LETTERS[x % 32]).join('')}`

type Loose = Record<string, unknown>
const isObject = (x: unknown): x is Loose => typeof x === 'object' && x !== null && !Array.isArray(x)
/** What was kept, in the shape that the form has today; what it does not know is left out. Rows get keys of this page. */
export function takeUpDraft(kept: unknown, day: string): SubmissionDraft {
  const draft = newSubmission('visit', day)
  if (!isObject(kept)) return draft
  const plain = draft as unknown as Loose
  for (const [name, now] of Object.entries(plain)) {
    if (!Array.isArray(now) && typeof kept[name] === typeof now) plain[name] = kept[name]
  }
  const rows = (name: string) => (Array.isArray(kept[name]) ? (kept[name] as unknown[]) : []).filter(isObject)
  const persons = rows('persons').map((p) => ({ ...(p as unknown as PersonDraft), key: newPerson('petitioner').key }))
  const demands = rows('demands').map((x) => ({ ...newDemand(), text: typeof x['text'] === 'string' ? x['text'] : '' }))
  if (persons.length) draft.persons = persons
  if (demands.length) draft.demands = demands
  return draft
}

/** What the form needs of whoever keeps it. */
export interface Keeper {
  hold(): Promise<{ draft_id?: string }>
  flush(): Promise<void>
  end(): void
  isSaved(): boolean
}
export type KeptState = 'none' | 'waiting' | 'saved' | 'refused'

/** `words`: the draft as text, '' while it says nothing; `mayKeep`: what may not be kept at all is not. */
export function useIntakeDraft(words: () => string, mayKeep: () => boolean) {
  const kept = reactive({ id: newId(), state: 'none' as KeptState, savedAt: null as string | null })
  const found = shallowRef<IntakeDraft[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let isOver = false

  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }
  /** Nothing typed any more, or nothing that may be kept: the server's copy goes. */
  async function send(text: string): Promise<void> {
    if (!text || !mayKeep()) {
      if (kept.savedAt !== null) await intakeDrafts.drop(kept.id)
      Object.assign(kept, { state: 'none', savedAt: null })
      return
    }
    const { saved_at } = await intakeDrafts.put(kept.id, JSON.parse(text))
    kept.savedAt = saved_at
    if (words() === text) kept.state = 'saved'
  }
  /** One at a time, so that an older text never arrives after a newer one. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    await running
    if (isOver || kept.state !== 'waiting' || !online.value) return
    running = send(words())
      .catch((error: unknown) => {
        // What is refused stays refused; what did not get through is tried again.
        const status = isProblem(error) ? error.status : 0
        if (status === 0 || status === 401 || status === 429 || status >= 500) later(AGAIN_MS)
        else kept.state = 'refused'
      })
      .finally(() => (running = undefined))
    await running
  }
  watch([words, mayKeep], () => {
    if (isOver) return
    kept.state = 'waiting'
    later(WAIT_MS)
  })
  watch(online, (is) => is && void flush())

  /** Goes on with one that was left; what was typed here meanwhile stays a draft of its own. */
  async function take(draft: IntakeDraft): Promise<void> {
    await flush()
    found.value = found.value.filter((x) => x.id !== draft.id)
    Object.assign(kept, { id: draft.id, state: 'saved', savedAt: draft.saved_at })
  }
  async function drop(draft: IntakeDraft): Promise<void> {
    await intakeDrafts.drop(draft.id)
    found.value = found.value.filter((x) => x.id !== draft.id)
  }
  /** Before it is registered: nothing of it may arrive after that. Gives the draft that goes with it. */
  async function hold(): Promise<{ draft_id?: string }> {
    clearTimeout(timer)
    await running
    return kept.savedAt !== null ? { draft_id: kept.id } : {}
  }
  const end = () => {
    isOver = true
    clearTimeout(timer)
  }
  void intakeDrafts.own().then(
    ({ data }) => (found.value = data),
    () => {},
  )
  beforeSignOut.add(flush)
  onScopeDispose(() => {
    beforeSignOut.delete(flush)
    void flush()
    clearTimeout(timer)
  })
  return { kept, found, take, drop, hold, flush, end }
}
