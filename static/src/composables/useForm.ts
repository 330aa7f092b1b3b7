/**
 * The faults of a form. Own rules give faults as message keys, so that a language switch re-words them; faults from the
 * server come as sentences and stay until their field changes. Shown after the first attempt, then live.
 */
import { computed, nextTick, reactive, shallowRef, watch } from 'vue'
import { isProblem } from '../api/client'
import { errorsByField, offline, type Problem } from '../api/problem'
import { useI18n, type MessageKey, type Params } from './useI18n'

export interface Fault {
  key: MessageKey
  params?: Params
}
export type Faults = Record<string, Fault>
type Values = Record<string, unknown>

/** Characters as a person counts them: one Hanzi is one. */
export const characters = (value: string) => [...value].length

/** The value that a dotted name points at, as text, to see whether it changed. */
function valueAt(values: Values, name: string): string {
  let at: unknown = values
  for (const step of name.split('.')) at = at && typeof at === 'object' ? (at as Values)[step] : undefined
  return JSON.stringify(at) ?? ''
}

export function useForm(prefix: string, values: () => Values, rules: () => Faults, strip?: string) {
  const { t } = useI18n()
  const tried = shallowRef(false)
  const problem = shallowRef<Problem | null>(null)
  const fromServer = shallowRef<Record<string, { text: string; was: string }>>({})
  const sending = shallowRef(false)

  const faults = computed<Record<string, string>>(() => {
    const found: Record<string, string> = {}
    if (tried.value) for (const [name, fault] of Object.entries(rules())) found[name] = t(fault.key, fault.params)
    const now = values()
    for (const [name, { text, was }] of Object.entries(fromServer.value)) {
      if (valueAt(now, name) === was) found[name] ??= text
    }
    return found
  })
  const id = (name: string) => `${prefix}-${name.replace(/\./g, '-')}`

  async function toSummary(): Promise<void> {
    await nextTick()
    document.getElementById(`${prefix}-summary`)?.focus()
  }
  function refuse(error: unknown): Problem {
    const found = isProblem(error) ? error : offline()
    const now = values()
    const named: Record<string, { text: string; was: string }> = {}
    for (const [name, text] of Object.entries(errorsByField(found, strip))) {
      named[name] = { text, was: valueAt(now, name) }
    }
    fromServer.value = named
    problem.value = found
    return found
  }
  /** True when the own rules hold; otherwise the focus is on the summary. */
  async function check(): Promise<boolean> {
    tried.value = true
    fromServer.value = {}
    problem.value = null
    if (Object.keys(rules()).length === 0) return true
    await toSummary()
    return false
  }
  /** Checks, sends once, and puts what the server refuses into the fields. Resolves to null when refused. */
  async function send<T>(deliver: () => Promise<T>): Promise<T | null> {
    if (sending.value) return null
    sending.value = true
    try {
      return (await check()) ? await deliver() : null
    } catch (error) {
      refuse(error)
      await toSummary()
      return null
    } finally {
      sending.value = false
    }
  }
  watch(faults, (now) => {
    // A general refusal stands until something is mended.
    if (problem.value?.errors.length && Object.keys(now).length === 0) problem.value = null
  })
  /** The own rules wait for the next attempt; what the server said stands. For a form that empties a field after a refusal. */
  function rest(): void {
    tried.value = false
  }
  function reset(): void {
    tried.value = false
    fromServer.value = {}
    problem.value = null
  }
  return reactive({ prefix, faults, problem, sending, id, check, send, refuse, rest, reset })
}
