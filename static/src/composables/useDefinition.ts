/** States of a workflow definition: their titles, stages and which are ends. Loaded once per definition. */
import { computed, shallowRef, watchEffect } from 'vue'
import { workflows } from '../api/desk'
import { fieldsOf, statesOf, type FieldOf, type State } from './definition'
import { useI18n } from './useI18n'

export type { FieldOf } from './definition'

interface Known {
  states: State[]
  fields: Map<string, FieldOf>
}
const known = shallowRef(new Map<string, Known>())
const asked = new Set<string>()

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
