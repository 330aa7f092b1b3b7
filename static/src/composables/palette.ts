/** What the command palette offers, besides cases, which the server finds. Pure, so that it is tested without a page. */
import type { Transition, Unit } from '../api/types'
import type { ComboOption } from './combo'
import { initials } from './pinyin'

export type CommandKind = 'act' | 'page' | 'case' | 'unit' | 'help'
export interface Command extends ComboOption {
  kind: CommandKind
  /** A place of the desk; help opens beside it. */
  to: string
}
/** Per kind and in all: a list to choose from, not to read. */
export const SHOWN_OF_KIND = 6

export const pageCommands = (pages: readonly { to: string; label: string; keys?: string }[]): Command[] =>
  pages.map((p) => ({
    kind: 'page',
    value: `page:${p.to}`,
    to: p.to,
    label: p.label,
    detail: p.keys,
    search: initials(p.label),
  }))

/** What may be done now on the case that is open; reading a sealed one is asked for on its page. */
export const actCommands = (caseId: string, transitions: readonly Transition[], title: (x: Transition) => string) =>
  transitions
    .filter((x) => x.allowed && x.event !== 'reveal')
    .map((x): Command => ({
      kind: 'act',
      value: `act:${x.event}`,
      to: `/cases/${encodeURIComponent(caseId)}?act=${encodeURIComponent(x.event)}`,
      label: title(x),
      search: `${initials(x.title_zh)} ${x.event}`,
    }))

export const unitCommands = (units: readonly Unit[]): Command[] =>
  units.map((u) => ({
    kind: 'unit',
    value: `unit:${u.id}`,
    to: `/?open=any&unit=${encodeURIComponent(u.id)}`,
    label: u.name,
    detail: u.short_name && !u.name.includes(u.short_name) ? u.short_name : undefined,
    search: [u.short_name, u.code, initials(u.name), initials(u.short_name ?? '')].filter(Boolean).join(' '),
  }))

export const helpCommands = (pages: readonly { path: string; title: string }[]): Command[] =>
  pages.map((p) => ({
    kind: 'help',
    value: `help:${p.path}`,
    to: p.path,
    label: p.title,
    search: initials(p.title),
  }))
