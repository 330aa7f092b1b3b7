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
const known = shallowRef(new Map<string, State[]>())
const asked = new Set<string>()

/** The definition is data of the server; only what is needed is read, and what has another shape is passed over. */
export function statesOf(definition: unknown): State[] {
  const states = (definition as { states?: unknown } | null)?.states
  if (!Array.isArray(states)) return []
  return states.flatMap((s: Record<string, unknown> | null) => {
    if (!s || typeof s !== 'object') return []
    const title = s['title'] as { zh?: unknown; en?: unknown } | undefined
    if (typeof s['key'] !== 'string' || typeof title?.zh !== 'string') return []
    return [
      {
        key: s['key'],
        stage: s['stage'] as Stage,
        isFinal: s['final'] === true,
        title_zh: title.zh,
        title_en: typeof title.en === 'string' ? title.en : '',
      },
    ]
  })
}

function load(key: string, version: number): void {
  const at = `${key} ${version}`
  if (asked.has(at)) return
  asked.add(at)
  workflows.get(key, version).then(
    ({ definition }) => (known.value = new Map(known.value).set(at, statesOf(definition))),
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
  const states = computed(() => known.value.get(id()) ?? [])
  const stateTitle = (key: string) => pick(states.value.find((s) => s.key === key)) || key
  return { states, stateTitle }
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
  return computed(() => [...new Map([...known.value.values()].flat().map((s) => [s.key, s])).values()])
}
