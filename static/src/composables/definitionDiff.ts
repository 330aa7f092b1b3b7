/** What differs between two definitions of a kind of case: states, events, clocks and their members. Pure. */

type Raw = Record<string, unknown>
export type DiffPart = 'state' | 'event' | 'clock' | 'ladder' | 'check' | 'other'
export interface DiffDetail {
  path: string[] // member by member; items of a list by their name or key
  before: string | null // null: was not there
  after: string | null // null: is no longer there
}
export interface DiffEntry {
  part: DiffPart
  key: string
  title_zh: string
  title_en: string
  change: 'added' | 'removed' | 'changed'
  details: DiffDetail[]
}

const isObject = (v: unknown): v is Raw => v !== null && typeof v === 'object' && !Array.isArray(v)
const list = (v: unknown): Raw[] => (Array.isArray(v) ? v.filter(isObject) : [])
const word = (v: unknown): string => (typeof v === 'string' ? v : JSON.stringify(v))
/** What an item of a list goes by. */
const nameOf = (item: unknown): string | null => {
  if (!isObject(item)) return typeof item === 'string' ? item : null
  const name = item['key'] ?? item['event'] ?? item['name']
  return typeof name === 'string' ? name : null
}

/** Items by name; a second one of the same name gets a number, as two events for one state do. */
function byName(items: readonly unknown[]): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [i, item] of items.entries()) {
    const name = nameOf(item) ?? `#${i + 1}`
    let free = name
    for (let n = 2; found.has(free); n++) free = `${name} (${n})`
    found.set(free, item)
  }
  return found
}

/** Lists of mere words (guards, from, notices) are told by what came and went, not by position. */
const isWords = (v: unknown): v is string[] => Array.isArray(v) && v.every((x) => typeof x === 'string')

function compare(before: unknown, after: unknown, path: string[], out: DiffDetail[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return
  if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[name], after[name], [...path, name], out)
    }
  } else if (isWords(before) && isWords(after)) {
    const gone = before.filter((x) => !after.includes(x))
    const come = after.filter((x) => !before.includes(x))
    const whole = gone.length + come.length === 0 // another order
    out.push({
      path,
      before: (whole ? before : gone).join(', ') || null,
      after: (whole ? after : come).join(', ') || null,
    })
  } else if (Array.isArray(before) && Array.isArray(after)) {
    const was = byName(before)
    const is = byName(after)
    for (const name of new Set([...was.keys(), ...is.keys()]))
      compare(was.get(name), is.get(name), [...path, name], out)
  } else {
    out.push({
      path,
      before: before === undefined ? null : word(before),
      after: after === undefined ? null : word(after),
    })
  }
}

function entriesOf(part: DiffPart, before: unknown, after: unknown): DiffEntry[] {
  const was = byName(list(before))
  const is = byName(list(after))
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => entryOf(part, key, was.get(key), is.get(key)))
}
function entryOf(part: DiffPart, key: string, before: unknown, after: unknown): DiffEntry[] {
  const details: DiffDetail[] = []
  if (before !== undefined && after !== undefined) {
    compare(before, after, [], details)
    if (!details.length) return []
  }
  const shown = (after ?? before) as Raw
  const title = isObject(shown) && isObject(shown['title']) ? shown['title'] : {}
  return [
    {
      part,
      key,
      title_zh: typeof title['zh'] === 'string' ? title['zh'] : key,
      title_en: typeof title['en'] === 'string' ? title['en'] : key,
      change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
      details,
    },
  ]
}

const PARTS: readonly [DiffPart, string][] = [
  ['state', 'states'],
  ['event', 'events'],
  ['clock', 'clocks'],
  ['check', 'checks'],
]
export function diffOf(before: unknown, after: unknown): DiffEntry[] {
  const was = isObject(before) ? before : {}
  const is = isObject(after) ? after : {}
  const entries = PARTS.flatMap(([part, member]) => entriesOf(part, was[member], is[member]))
  const ladders = [was['ladders'], is['ladders']].map((x) => (isObject(x) ? x : {})) as [Raw, Raw]
  for (const key of new Set([...Object.keys(ladders[0]), ...Object.keys(ladders[1])])) {
    entries.push(...entryOf('ladder', key, ladders[0][key], ladders[1][key]))
  }
  const told = new Set([...PARTS.map(([, member]) => member), 'ladders', 'version'])
  for (const member of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (!told.has(member)) entries.push(...entryOf('other', member, was[member], is[member]))
  }
  return entries
}
