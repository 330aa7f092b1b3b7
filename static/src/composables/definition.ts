/**
 * A workflow definition as the server sends it, read into what pages need. It is data: only what is needed is read, and what has another
 * shape is passed over. Pure.
 */
import type { Stage, Titled } from '../api/types'
import type { StateOf } from './actions'

export interface State extends StateOf, Titled {}
export interface FieldOf {
  kind: string
  title_zh: string
  title_en: string
  choices: { key: string; title_zh: string; title_en: string }[]
}
type Raw = Record<string, unknown>
const list = (value: unknown): Raw[] =>
  Array.isArray(value) ? value.filter((x): x is Raw => x !== null && typeof x === 'object') : []
function titled(value: unknown): Titled {
  const title = (value ?? {}) as { zh?: unknown; en?: unknown }
  const text = (x: unknown) => (typeof x === 'string' ? x : '')
  return { title_zh: text(title.zh), title_en: text(title.en) }
}
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

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((x) => typeof x === 'string') : [])
export interface EventOf extends Titled {
  event: string
  from: string[]
  to: string | null // null: the case stays in its state
  lane: string | null // it goes on in this other way
  who: Titled
  differsFrom: string | null // four eyes: not whoever did this event
  guards: string[]
  documents: string[]
  start: string[]
  stop: string[]
  cancel: string[]
}
export function eventsOf(definition: unknown): EventOf[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return list((definition as Raw | null)?.['events']).flatMap((e) => {
    const event = text(e['event'])
    if (!event) return []
    return {
      event,
      ...titled(e['title']),
      from: texts(e['from']),
      to: text(e['to']),
      lane: text((e['lane'] as Raw | undefined)?.['is']),
      who: titled((e['who'] as Raw | undefined)?.['title']),
      differsFrom: text(e['differs_from']),
      guards: texts(e['guards']),
      documents: texts(e['documents']),
      start: texts(e['start']),
      stop: texts(e['stop']),
      cancel: texts(e['cancel']),
    }
  })
}
/** Titles of the clocks by their keys. */
export const clocksOf = (definition: unknown): Map<string, Titled> =>
  new Map(list((definition as Raw | null)?.['clocks']).map((c) => [String(c['key']), titled(c['title'])]))
