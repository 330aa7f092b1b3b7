/**
 * Who else is at the case. As long as somebody sits before the page it says so now and then, and hears of the others in the reply; the
 * server forgets it within a minute. Away from the page nothing is said and nobody is shown.
 */
import { onScopeDispose, shallowRef, watch } from 'vue'
import { sayPresence } from '../api/caseview'
import type { Present, PresenceMode } from '../api/caseviewTypes'
import { hearPresence } from './useLive'
import { beforeSignOut } from './useSession'

const SAY_MS = 20_000
const IDLE_MS = 2 * 60_000
const HIDDEN_MS = 5_000 // a glance at another tab is no leaving; a page that is left for good is forgotten by itself
const GONE_MS = 10 * 60_000 // the page stands open alone: the session may end

/** What one says of oneself. */
export function modeOf(isVisible: boolean, isWriting: boolean, quietMs: number): PresenceMode {
  if (!isVisible || quietMs >= GONE_MS) return 'away'
  if (quietMs >= IDLE_MS) return 'idle'
  return isWriting ? 'writing' : 'viewing'
}

export function usePresence(id: () => string, isWriting: () => boolean) {
  const others = shallowRef<Present[]>([])
  let acted = Date.now()
  let said: PresenceMode = 'away'
  const mode = () => modeOf(document.visibilityState === 'visible', isWriting(), Date.now() - acted)

  let wanted: { at: string; mode: PresenceMode } | null = null
  let sending: Promise<void> | undefined
  /** One after the other: an older word that arrives later would let somebody stay who has gone. */
  async function send(): Promise<void> {
    while (wanted) {
      const { at, mode: next } = wanted
      wanted = null
      try {
        const heard = await sayPresence(at, next)
        others.value = at === id() && said !== 'away' ? heard : []
      } catch {
        others.value = [] // not to be told is no fault of the page
      }
    }
    sending = undefined
  }
  function say(next: PresenceMode = mode(), at: string = id()): Promise<void> {
    if (next === 'away' && said === 'away') return sending ?? Promise.resolve()
    said = next
    if (!at) return Promise.resolve() // no case is open, or not yet
    wanted = { at, mode: next }
    sending ??= send()
    return sending
  }
  const act = () => {
    acted = Date.now()
    if (said === 'away' || said === 'idle') void say()
  }
  const turn = () => void say()
  let hiding: ReturnType<typeof setTimeout> | undefined
  const hide = () => {
    clearTimeout(hiding)
    if (document.visibilityState === 'visible') turn()
    else hiding = setTimeout(turn, HIDDEN_MS)
  }
  const events = ['keydown', 'pointerdown', 'wheel'] as const
  for (const name of events) addEventListener(name, act, { passive: true })
  document.addEventListener('visibilitychange', hide)
  const timer = setInterval(() => void say(), SAY_MS)
  const unhear = hearPresence((caseId) => {
    if (caseId === id() && said !== 'away') void say(said)
  })
  const leave = () => say('away')
  beforeSignOut.add(leave)
  watch(isWriting, turn)
  watch(id, async (_, before) => {
    others.value = []
    await say('away', before)
    void say()
  })
  onScopeDispose(() => {
    for (const name of events) removeEventListener(name, act)
    document.removeEventListener('visibilitychange', hide)
    clearTimeout(hiding)
    clearInterval(timer)
    unhear()
    beforeSignOut.delete(leave)
    void leave()
  })
  void say()
  return others
}
