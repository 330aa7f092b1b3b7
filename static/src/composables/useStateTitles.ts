/** Titles of states, from the workflow definition; a state the page does not know shows as its key. */
import { shallowRef, watchEffect } from 'vue'
import { workflows } from '../api/desk'
import { useI18n } from './useI18n'

type Titles = Map<string, { title_zh: string; title_en: string }>
const known = shallowRef(new Map<string, Titles>())
const asked = new Set<string>()

export function useStateTitles(workflow: () => string | undefined) {
  const { pick } = useI18n()
  watchEffect(() => {
    const key = workflow()
    if (!key || asked.has(key)) return
    asked.add(key)
    workflows.get(key).then(
      ({ definition }) => {
        const titles: Titles = new Map()
        for (const s of statesOf(definition)) titles.set(s.key, s)
        known.value = new Map(known.value).set(key, titles)
      },
      () => asked.delete(key),
    )
  })
  return (state: string) => pick(known.value.get(workflow() ?? '')?.get(state)) || state
}

interface StateTitle {
  key: string
  title_zh: string
  title_en: string
}
/** The definition is data of the server; only what is needed is read, and what has another shape is passed over. */
export function statesOf(definition: unknown): StateTitle[] {
  const states = (definition as { states?: unknown } | null)?.states
  if (!Array.isArray(states)) return []
  return states.flatMap((s: Record<string, unknown>) => {
    const title = s['title'] as { zh?: unknown; en?: unknown } | undefined
    const zh = s['title_zh'] ?? title?.zh
    const en = s['title_en'] ?? title?.en
    return typeof s['key'] === 'string' && typeof zh === 'string'
      ? [{ key: s['key'], title_zh: zh, title_en: typeof en === 'string' ? en : '' }]
      : []
  })
}
