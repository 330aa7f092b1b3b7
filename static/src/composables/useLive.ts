/**
 * What happens to cases while a page is open. One tab of the browser listens to the server and tells the others; when it goes, another
 * takes over. Plain http has no locks between tabs, so the one that listens holds a lease in local storage and renews it.
 * Pages ask for what changed anew; nothing is taken from an event but which case it was.
 */
import { onScopeDispose, shallowRef, watch } from 'vue'
import { prefs } from './usePrefs'

export interface LiveEvent {
  type: string
  case_id: string
  version: number
}
type Hearer = (event: LiveEvent | null) => void // null: anything may have changed

const LEASE = 'live.lease'
const LEASE_MS = 10_000
const RENEW_MS = 3_000
const IDLE_MS = 10 * 60_000 // nobody at the desk: nothing is asked for, so that the session can end
const BACK_MS = [3_000, 6_000, 15_000, 30_000]

/** False while the machine has no network or the server does not answer. */
export const online = shallowRef(typeof navigator === 'undefined' || navigator.onLine)
if (typeof addEventListener !== 'undefined') {
  addEventListener('online', () => (online.value = true))
  addEventListener('offline', () => (online.value = false))
}

const hearers = new Set<Hearer>()
const presenceHearers = new Set<(caseId: string) => void>()
const PRESENCE = 'presence'
function tell(event: LiveEvent | null): void {
  // That somebody came or went changes no case.
  if (event?.type === PRESENCE) presenceHearers.forEach((hear) => hear(event.case_id))
  else hearers.forEach((hear) => hear(event))
}

/** Whether this tab may listen: the lease is its own, or over. */
export function takesLease(kept: string | null, me: string, now: number): boolean {
  const [owner, until] = (kept ?? '').split(' ')
  return owner === me || !(Number(until) > now)
}

let stop: (() => void) | undefined

function listen(): () => void {
  const me = Math.random().toString(36).slice(2)
  const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('live')
  let source: EventSource | undefined
  let last = ''
  let failed = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let acted = Date.now()

  const spread = (event: LiveEvent | null) => {
    tell(event)
    tabs?.postMessage(event)
  }
  const close = () => {
    clearTimeout(retry)
    retry = undefined
    source?.close()
    source = undefined
  }
  function open(): void {
    retry = undefined
    source = new EventSource(`/api/v1/stream?topics=cases${last ? `&after=${encodeURIComponent(last)}` : ''}`)
    source.addEventListener('ready', () => {
      if (failed) spread(null)
      failed = 0
      online.value = true
    })
    source.addEventListener('reset', () => spread(null))
    source.addEventListener('case.updated', (message: MessageEvent<string>) => {
      last = message.lastEventId
      spread(JSON.parse(message.data) as LiveEvent)
    })
    source.addEventListener(PRESENCE, (message: MessageEvent<string>) => {
      const { case_id } = JSON.parse(message.data) as { case_id: string }
      spread({ type: PRESENCE, case_id, version: 0 })
    })
    source.onerror = () => {
      close()
      retry = setTimeout(open, BACK_MS[Math.min(failed++, BACK_MS.length - 1)])
    }
  }
  function renew(): void {
    const now = Date.now()
    if (now - acted > IDLE_MS) return leave()
    try {
      if (!takesLease(localStorage.getItem(LEASE), me, now)) return close()
      localStorage.setItem(LEASE, `${me} ${now + LEASE_MS}`)
    } catch {
      // storage is off: each tab listens for itself
    }
    if (!source && !retry && navigator.onLine) open()
  }
  const act = () => {
    const wasIdle = Date.now() - acted > IDLE_MS
    acted = Date.now()
    if (wasIdle) goOn()
  }
  const goOn = () => {
    online.value = true
    tell(null)
    renew()
  }
  const leave = () => {
    close()
    try {
      if (localStorage.getItem(LEASE)?.startsWith(me)) localStorage.removeItem(LEASE)
    } catch {
      // nothing to give back
    }
  }
  if (tabs) tabs.onmessage = (message: MessageEvent<LiveEvent | null>) => tell(message.data)
  const timer = setInterval(renew, RENEW_MS)
  const acts = ['pointerdown', 'keydown'] as const
  acts.forEach((name) => addEventListener(name, act))
  addEventListener('online', goOn)
  addEventListener('offline', close)
  addEventListener('pagehide', leave)
  renew()
  return () => {
    clearInterval(timer)
    acts.forEach((name) => removeEventListener(name, act))
    removeEventListener('online', goOn)
    removeEventListener('offline', close)
    removeEventListener('pagehide', leave)
    leave()
    tabs?.close()
  }
}

/** Follows who is signed in and whether they want it; called once by the desk. */
export function startLive(wanted: () => boolean): void {
  watch(
    () => wanted() && prefs.live && typeof EventSource !== 'undefined',
    (on) => {
      stop?.()
      stop = on ? listen() : undefined
    },
    { immediate: true },
  )
}

/** Calls back when somebody came to a case where one is oneself, or left it. Returns how to stop. */
export function hearPresence(hear: (caseId: string) => void): () => void {
  presenceHearers.add(hear)
  return () => void presenceHearers.delete(hear)
}

/** Calls back for events as long as the component lives, at most once in `every` ms; with the events of that time. */
export function useLive(hear: (events: LiveEvent[] | null) => void, every = 2_000): void {
  let kept: LiveEvent[] | null = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const hearer: Hearer = (event) => {
    kept = event && kept ? [...kept, event] : null
    timer ??= setTimeout(() => {
      const events = kept
      timer = undefined
      kept = []
      // What somebody is filling in does not change under their hands.
      if (!document.querySelector('dialog[open]')) hear(events)
    }, every)
  }
  hearers.add(hearer)
  onScopeDispose(() => {
    hearers.delete(hearer)
    clearTimeout(timer)
  })
}
