/** What the command palette offers, besides cases, which the server finds. Pure, so that it is tested without a page. */
import type { CaseSummary, Handler, Transition, Unit } from '../api/types'
import type { ComboOption } from './combo'
import { initials } from './pinyin'

export type CommandKind = 'act' | 'page' | 'case' | 'colleague' | 'unit' | 'help'
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

/** Whoever may work on cases at a unit stands there once for each role. */
export const colleagueCommands = (people: readonly Handler[]): Command[] =>
  [...new Map(people.map((h) => [h.account_id, h])).values()].map((h) => ({
    kind: 'colleague',
    value: `colleague:${h.account_id}`,
    to: `/?open=any&handler=${encodeURIComponent(h.account_id)}`,
    label: h.name,
    search: initials(h.name),
  }))

export const caseCommand = (c: Pick<CaseSummary, 'id' | 'title' | 'number'>): Command => ({
  kind: 'case',
  value: `case:${c.id}`,
  to: `/cases/${encodeURIComponent(c.id)}`,
  label: c.title,
  detail: c.number,
})
/** What the server found by words and numbers, and behind it those of the own list whose titles have these initials. */
export const caseCommands = (found: readonly CaseSummary[], own: readonly CaseSummary[], typed: string): Command[] => {
  const letters = typed.trim().toLowerCase()
  const by = /^[a-z]{2,}$/.test(letters) ? own.filter((c) => initials(c.title).includes(letters)) : []
  return [...new Map([...found, ...by].map((c) => [c.id, caseCommand(c)])).values()]
}

export const helpCommands = (pages: readonly { path: string; title: string; also?: string }[]): Command[] =>
  pages.map((p) => ({
    kind: 'help',
    value: `help:${p.path}`,
    to: p.path,
    label: p.title,
    search: [initials(p.title), p.also].filter(Boolean).join(' '),
  }))
