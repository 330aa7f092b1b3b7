/** What waits to be sent (useQueue.ts), as far as every page shows it. In the memory of the page only. */
import { computed, shallowReactive, shallowRef } from 'vue'
import type { Problem } from '../api/problem'
import { useSession } from './useSession'

/** What a composer of a case wrote, so that its writer gets it back. */
export interface Written {
  readonly caseId: string
  readonly composer: string
  readonly text: string // as it is read
  readonly content: unknown // as the composer's draft keeps it
  readonly version: number // of the case that it was written on
}
export interface Entry {
  /** What it is, in the writer's words: "Note on 2026-…". */
  readonly label: string
  readonly about: Written
  readonly key: string
  /** Called with the same key until there is an answer. */
  readonly send: (key: string) => Promise<unknown>
}
export interface Queued extends Entry {
  readonly id: number
  readonly at: Date
  readonly owner: string | undefined
  readonly state: 'waiting' | 'sending' | 'refused'
  readonly problem: Problem | null
}

export const items = shallowReactive<Queued[]>([])
/** What went last. */
export const sent = shallowRef<Queued | null>(null)
const { current } = useSession()
export const me = () => current.value?.account.id

/** Of who is signed in now. `hasAny`: of whoever, so that what sends stays on the page. */
export const useQueued = () => ({
  hasAny: computed(() => items.length > 0),
  waiting: computed(() => items.filter((x) => x.owner === me() && x.state !== 'refused').length),
})
