/** States of a workflow definition: their titles, stages and which are ends. Loaded once per definition. */
import { computed, shallowRef, watchEffect } from 'vue'
import { workflows } from '../api/desk'
import type { Stage } from '../api/types'
import type { StateOf } from './actions'
import { useI18n } from './useI18n'

interface State extends StateOf {
  title_zh: string
  title_en: string
}
export interface FieldOf {
  kind: string
  title_zh: string
  title_en: string
  choices: { key: string; title_zh: string; title_en: string }[]
}
interface Known {
  states: State[]
  fields: Map<string, FieldOf>
}
const known = shallowRef(new Map<string, Known>())
const asked = new Set<string>()

type Raw = Record<string, unknown>
const list = (value: unknown): Raw[] =>
  Array.isArray(value) ? value.filter((x): x is Raw => x !== null && typeof x === 'object') : []
function titled(value: unknown): { title_zh: string; title_en: string } {
  const title = (value ?? {}) as { zh?: unknown; en?: unknown }
  const text = (x: unknown) => (typeof x === 'string' ? x : '')
  return { title_zh: text(title.zh), title_en: text(title.en) }
}
/** The definition is data of the server; only what is needed is read, and what has another shape is passed over. */
export function statesOf(definition: unknown): State[] {
  return list((definition as Raw | null)?.['states']).flatMap((s) => {
    const title = titled(s['title'])
    if (typeof s['key'] !== 'string' || !title.title_zh) return []
    return [{ key: s['key'], stage: s['stage'] as Stage, isFinal: s['final'] === true, ...title }]
  })
}
/** What the fields of all events are called; documents keep their bodies by these names. */
export function fieldsOf(definition: unknown): Map<string, FieldOf> {
  const fields = new Map<string, FieldOf>()
  for (const event of list((definition as Raw | null)?.['events'])) {
    for (const f of list(event['fields'])) {
      const name = String(f['name'])
      const choices = list(f['choices']).map((c) => ({ key: String(c['key']), ...titled(c['title']) }))
      const before = fields.get(name)
      if (before) before.choices.push(...choices)
      else fields.set(name, { kind: String(f['kind']), ...titled(f['title']), choices })
    }
  }
  return fields
}

function load(key: string, version: number): void {
  const at = `${key} ${version}`
  if (asked.has(at)) return
  asked.add(at)
  workflows.get(key, version).then(
    ({ definition }) =>
      (known.value = new Map(known.value).set(at, { states: statesOf(definition), fields: fieldsOf(definition) })),
    () => asked.delete(at),
  )
}

export function useDefinition(workflow: () => { key: string; version: number } | undefined) {
  const { pick } = useI18n()
  const id = () => {
    const w = workflow()
    return w ? `${w.key} ${w.version}` : ''
  }
  watchEffect(() => {
    const w = workflow()
    if (w) load(w.key, w.version)
  })
  const states = computed(() => known.value.get(id())?.states ?? [])
  const fields = computed(() => known.value.get(id())?.fields ?? new Map<string, FieldOf>())
  const stateTitle = (key: string) => pick(states.value.find((s) => s.key === key)) || key
  return { states, fields, stateTitle }
}

let listed = false
/** Every state that cases can be in now, in the order of the definitions. */
export function useStates() {
  if (!listed) {
    listed = true
    workflows.list().then(
      ({ data }) => {
        for (const w of data) if (w.is_current) load(w.key, w.version)
      },
      () => (listed = false),
    )
  }
  return computed(() => [
    ...new Map([...known.value.values()].flatMap((k) => k.states).map((s) => [s.key, s])).values(),
  ])
}
