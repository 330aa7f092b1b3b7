/** Who works here now. One per tab; every page reads the same refs. */
import { computed, shallowRef } from 'vue'
import { session as api } from '../api/desk'
import { setCsrf } from '../api/client'
import type { Session } from '../api/types'

const current = shallowRef<Session | null>(null)
const unread = shallowRef(0)
const expired = shallowRef(false) // ended while somebody works; their page stays as it is
const proving = shallowRef<((done: boolean) => void) | null>(null) // somebody is asked for a proof
/** What has to reach the server before somebody is signed out; what came last goes first, so the page before what lies beneath it. */
export const beforeSignOut = new Set<() => Promise<void>>()
let asked: Promise<void> | undefined
let proof: Promise<boolean> | undefined

function take(session: Session | null): void {
  current.value = session
  unread.value = session?.unread_notices ?? 0
  setCsrf(session?.csrf ?? '')
}

/** Asks the server once per page load; afterwards the answer is known. */
function known(): Promise<void> {
  asked ??= api.current().then(take, () => take(null))
  return asked
}
async function signIn(login: string, password: string, code?: string): Promise<void> {
  take(await api.signIn(login, password, code))
  expired.value = false
  asked = Promise.resolve()
}
async function signOut(): Promise<void> {
  try {
    for (const send of [...beforeSignOut].reverse()) await send()
    await api.signOut()
  } finally {
    take(null)
  }
}
/** Asks for password or code, once for all calls that wait for it. */
function askProof(): Promise<boolean> {
  proof ??= new Promise<boolean>((resolve) => {
    proving.value = resolve
  }).finally(() => {
    proving.value = null
    proof = undefined
  })
  return proof
}
/** Brings the number on the bell up to date. */
async function refresh(): Promise<void> {
  try {
    take(await api.current())
  } catch {
    // the next call will tell
  }
}
const may = (permission: string) => current.value?.permissions.includes(permission) ?? false
const homeUnit = computed(() => current.value?.grants[0] ?? null)

export const useSession = () => ({
  current,
  unread,
  expired,
  proving,
  askProof,
  take,
  homeUnit,
  known,
  signIn,
  signOut,
  refresh,
  may,
  drop: () => take(null),
})
