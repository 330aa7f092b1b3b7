/**
 * What is looked up beside the register form: who was here before, what may be the same matter, which class the words point at. All of it
 * only shows; nothing is filled in by itself. What does not come is left out, and the form works without it.
 */
import { computed, onBeforeUnmount, reactive, shallowRef, watch } from 'vue'
import { intake } from '../api/intake'
import type { ClassHint, KnownPerson } from '../api/intakeTypes'
import type { RepeatCandidate } from '../api/types'
import type { PersonDraft, SubmissionDraft } from './submission'

const ID_CARD = /^\d{17}[\dXx]$/
const PHONE = /^(1\d{10}|0\d{9,11})$/
const PAUSE_MS = 450
const TITLE_MIN = 4
const REQUEST_MIN = 8

const digits = (text: string) => text.normalize('NFKC').replace(/[\s()-]/g, '')
export const isIdCard = (text: string) => ID_CARD.test(digits(text))
export const isPhone = (text: string) => PHONE.test(digits(text))

/** What a person can be looked up by as soon as it is typed: a whole number of an identity card or a whole phone number. */
export function wholeNumbers(p: PersonDraft): { id_number?: string; phone?: string } {
  return {
    ...(isIdCard(p.id_number) ? { id_number: p.id_number.trim() } : {}),
    ...(isPhone(p.phone) ? { phone: p.phone.trim() } : {}),
  }
}
/** Any other number is asked for by a press: who types it may not be done. */
export function anyNumbers(p: PersonDraft): { id_number?: string; phone?: string } {
  return {
    ...(p.id_number.trim().length >= 6 ? { id_number: p.id_number.trim() } : {}),
    ...(p.phone.trim().length >= 6 ? { phone: p.phone.trim() } : {}),
  }
}

export interface Lookup {
  asked: string
  busy: boolean
  found: KnownPerson[] | null // null: not asked yet, or it failed
}

/** One question at a time; a later one takes the place of the one before. */
function asker() {
  let running: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    ask(after: number, work: (signal: AbortSignal) => Promise<void>): void {
      this.stop()
      timer = setTimeout(() => {
        running = new AbortController()
        work(running.signal).catch(() => {})
      }, after)
    },
    stop(): void {
      clearTimeout(timer)
      running?.abort()
    },
  }
}

export function useIntake(draft: SubmissionDraft) {
  const lookups = reactive(new Map<number, Lookup>())
  const askers = new Map<number, ReturnType<typeof asker>>()
  const candidates = shallowRef<RepeatCandidate[]>([])
  const hints = shallowRef<ClassHint[]>([])
  const comparing = asker()
  const classing = asker()

  function lookUp(p: PersonDraft, numbers: { id_number?: string; phone?: string }, after = 0): void {
    const asked = JSON.stringify(numbers)
    const before = lookups.get(p.key)
    if (asked === '{}' || p.known || before?.asked === asked) return
    lookups.set(p.key, { asked, busy: true, found: null })
    if (!askers.has(p.key)) askers.set(p.key, asker())
    askers.get(p.key)!.ask(after, async (signal) => {
      const settle = (found: KnownPerson[] | null, said = asked) => {
        if (lookups.get(p.key)?.asked === asked) lookups.set(p.key, { asked: said, busy: false, found })
      }
      await intake.lookUp(numbers, signal).then(settle, () => settle(null, ''))
    })
  }
  watch(
    () => draft.persons.map((p) => [p.key, p.known === null, wholeNumbers(p)] as const),
    (now, before) => {
      for (const p of draft.persons) lookUp(p, wholeNumbers(p), before ? PAUSE_MS / 2 : 0)
      for (const key of lookups.keys()) if (!now.some(([k]) => k === key)) lookups.delete(key)
    },
    { deep: true },
  )

  /** Everybody who is known, taken over or only found. */
  const knownIds = computed(() => {
    const found = draft.persons.flatMap((p) => (p.known ? [p.known] : (lookups.get(p.key)?.found ?? [])))
    return [...new Set(found.map((k) => k.person_id))].slice(0, 10)
  })
  watch(
    () => ({
      title: draft.title.trim(),
      request: draft.request.trim(),
      class_code: draft.class_code,
      place_unit_id: draft.place_unit_id,
      persons: knownIds.value.map((person_id) => ({ person_id })),
      // Article 30: what an accusation says is compared with nothing.
      silent: draft.purpose === 'accusation',
    }),
    ({ silent, ...asked }) => {
      const says = asked.title.length >= TITLE_MIN || asked.request.length >= REQUEST_MIN
      if (silent || (!says && asked.persons.length === 0)) {
        comparing.stop()
        candidates.value = []
        return
      }
      const body = Object.fromEntries(Object.entries(asked).filter(([, x]) => x.length > 0))
      comparing.ask(PAUSE_MS, async (signal) => {
        candidates.value = await intake.candidates(body, signal)
      })
    },
    { deep: true },
  )
  watch(
    () => (draft.purpose === 'accusation' ? '' : `${draft.title.trim()}\n${draft.request.trim()}`),
    (text) => {
      if (text.length <= TITLE_MIN) {
        classing.stop()
        hints.value = []
        return
      }
      const body = { title: draft.title.trim(), request: draft.request.trim() }
      classing.ask(PAUSE_MS, async (signal) => {
        hints.value = await intake.classHints(body, signal)
      })
    },
  )
  onBeforeUnmount(() => {
    comparing.stop()
    classing.stop()
    for (const one of askers.values()) one.stop()
  })
  return { lookups, lookUp, candidates, hints }
}
