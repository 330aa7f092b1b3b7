/**
 * The words of the office's journal: what was done, to what, and from what to what. The journal keeps keys and ids; people read words.
 * Names of units and roles come from the page; those of accounts from the entries themselves, which name who acts and is acted on.
 */
import type { OfficeEntry } from '../api/adminTypes'
import { columnLabel } from './columnLabel'
import { useI18n } from './useI18n'

export interface JournalNames {
  unit(id: string): string | undefined
  role(key: string): string | undefined
  account(id: string): string | undefined
  term(code: string): string | undefined // a class
}
/** The kinds of actions, by which one looks them up. */
export const KINDS = [
  'account',
  'grant',
  'role',
  'confirmation',
  'substitution',
  'factor',
  'token',
  'session',
  'unit',
  'dictionary',
  'setting',
  'setup',
  'calendar',
  'workflow',
  'practice',
  'template',
  'sequence',
  'precedent',
  'view',
  'export',
  'person',
  'party',
  'file',
  'document',
  'retention',
  'certificate',
  'keys',
  'office',
  'sample',
  'demo',
] as const
/** Fields whose value is an id, and of what. */
const IDS: Record<string, string> = {
  account_id: 'account',
  substitute_id: 'account',
  asked_by: 'account',
  unit_id: 'unit',
  parent_id: 'unit',
  successor_id: 'unit',
  file: 'file',
}
const YES_NO = ['is_disabled', 'is_retired', 'can_handle', 'needs_factor', 'is_done']
/** Fields whose values have words of their own here. */
const OWN = ['status', 'wrong', 'by', 'sharing', 'locale']
/** The kind of id that an action's object is, where it is not the first part of the action. */
const OBJECTS: Record<string, string> = {
  'session.open': 'account',
  'session.end': 'account',
  'session.prove': 'account',
  'session.refuse': 'account',
  'party.alarm': 'account',
  'party.reveal': 'case',
  'file.open': 'case',
  'document.print': 'case',
  'person.correct': 'case',
}
const ID = /^[0-9a-hjkmnp-tv-z]{26}$/
const DAY_MS = 86_400_000
const SHORT = 6 // the end of an id tells apart, its beginning is the time

export function journalWords(names: JournalNames) {
  const { t, tv, d } = useI18n()
  const comma = () => t('list.comma')
  const short = (kind: string, id: string) =>
    t('admin.journal.id', { kind: tv('admin.journal.kind', kind), id: id.slice(-SHORT) })
  const person = (id: string) =>
    id === 'system' || id === 'anonymous' || id === 'unknown'
      ? tv('admin.journal.who', id)
      : (names.account(id) ?? (ID.test(id) ? short('account', id) : id))

  /** "grant.add": what was done. */
  const action = (e: OfficeEntry) => tv('admin.action', e.action)
  const actor = (e: OfficeEntry) => e.actor_name ?? person(e.actor_id)
  function object(e: OfficeEntry): string {
    if (e.object_name) return e.object_name
    const kind = OBJECTS[e.action] ?? e.action.split('.')[0]!
    if (kind === 'account' || e.object_id === 'unknown') return person(e.object_id)
    if (ID.test(e.object_id)) return short(kind, e.object_id)
    if (kind === 'role') return names.role(e.object_id) ?? tv('admin.journal.thing', e.object_id)
    if (kind === 'sequence') return `${tv('admin.journal.kind', kind)} ${e.object_id.replace(/^\w+:/, '')}`
    const [list, code] = e.object_id.split('/')
    if (kind === 'dictionary' && code) return `${tv('admin.dict', list)} ${code}`
    return tv('admin.journal.thing', e.object_id)
  }
  /** The roles that were loaded at first stand there by their keys. */
  const field = (e: OfficeEntry, name: string) =>
    (e.action === 'role.load' ? names.role(name) : undefined) ?? tv('admin.field', name)

  const each = (text: string, word: (code: string) => string) =>
    text
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(word)
      .join(comma())
  const listed = (area: string, text: string) => each(text, (x) => tv(area, x))
  /** What a list was narrowed by: the journal keeps the members of the filter as they were asked with. */
  function filterValue(name: string, text: string): string {
    if (/^(unit|below|place|place_at|duty_unit|duty_at)$/.test(name)) return names.unit(text) ?? text
    if (/^class/.test(name)) return names.term(text) ?? text
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return d(text)
    if (name === 'open') return tv('filter.open', text)
    if (text === 'true' || text === 'false') return t(text === 'true' ? 'filter.yes' : 'filter.no')
    if (name === 'handler') return person(text)
    if (name === 'due_as') return tv('left', text)
    return /^(stage|channel|urgency|lane|view)$/.test(name) ? tv(name, text) : text
  }
  function filter(text: string): string {
    let found: unknown
    try {
      found = JSON.parse(text)
    } catch {
      return text
    }
    const parts = Object.entries(found as Record<string, unknown>).filter(([name, x]) => x !== null && name !== 'sort')
    return (
      parts
        .map(([name, x]) => t('filter.words', { name: tv('filter', name), value: filterValue(name, String(x)) }))
        .join(t('filter.words.and')) || t('admin.none')
    )
  }
  function value(e: OfficeEntry, name: string, text: string | null): string {
    if (text === null || text === '') return t('admin.none')
    const kind = IDS[name]
    if (kind === 'account') return person(text)
    if (kind === 'unit') return names.unit(text) ?? short('unit', text)
    if (kind && ID.test(text)) return short(kind, text)
    if (name === 'role') return names.role(text) ?? text
    if (name === 'kind') return tv(e.action.startsWith('unit.') ? 'admin.unit.kind' : 'confirm.kind', text)
    if (name === 'reason' && e.action === 'party.reveal') return tv('party.reason', text)
    if (YES_NO.includes(name)) return t(/^(1|yes)$/.test(text) ? 'admin.yes' : 'admin.no')
    if (name === 'valid_to' && /^\d+$/.test(text)) return d(new Date(Number(text) * DAY_MS).toISOString().slice(0, 10))
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return d(text)
    if (name === 'scope') return tv('admin.scope', text)
    if (name === 'document') return tv('doc', text)
    if (name === 'past_journal') return tv('admin.journal.kind', text)
    if (name === 'permissions' || e.action === 'role.load') return listed('perm', text)
    if (name === 'wrong') return tv('admin.value.wrong', text.replace(' ', '_'))
    if (name === 'columns') return each(text, (x) => t(columnLabel(x as never) ?? (x as never)))
    if (name === 'class_codes') return each(text, (x) => names.term(x) ?? x)
    if (name === 'filter') return filter(text)
    if (name === 'format') return text.toUpperCase()
    if (OWN.includes(name)) return listed(`admin.value.${name}`, text)
    return text
  }
  const changes = (e: OfficeEntry) =>
    e.changes.map((c) => ({
      field: field(e, c.field),
      text:
        c.before === null
          ? value(e, c.field, c.after)
          : `${value(e, c.field, c.before)} → ${value(e, c.field, c.after)}`,
    }))
  return { action, actor, object, changes }
}
