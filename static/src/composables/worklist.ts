/** The work list's state is its address: these functions go between the address and the call. Pure. */
import type { LocationQuery } from 'vue-router'
import type { CaseQuery } from '../api/desk'
import { BOARD_FILTERS } from './boardFilters'

export const VIEWS = [
  'due_today',
  'overdue',
  'returned',
  'mine',
  'unclaimed',
  'awaiting_review',
  'supervision',
] as const
export type View = (typeof VIEWS)[number]
export const FILTERS = ['q', 'stage', 'state', 'unit', 'class', 'channel', 'due_before', ...BOARD_FILTERS] as const
export type Filter = (typeof FILTERS)[number]
export const STAGES = ['intake', 'assign', 'resolve', 'review', 'close'] as const
export const CHANNELS = ['web', 'letter', 'call', 'fax', 'visit', 'other'] as const
export const PAGE_SIZE = 50

export interface ListState {
  view: View | ''
  filters: Partial<Record<Filter, string>>
  open: 'true' | 'false' | 'any'
  sort: 'due' | 'newest'
  cursor: string
}

const one = (value: LocationQuery[string] | undefined): string => (typeof value === 'string' ? value : '')

/** Unknown or malformed parts of an address are left out, never sent on. */
export function readList(query: LocationQuery): ListState {
  const filters: Partial<Record<Filter, string>> = {}
  for (const name of FILTERS) {
    const value = one(query[name]).trim()
    if (value) filters[name] = value
  }
  const view = one(query['view'])
  const open = one(query['open'])
  return {
    view: (VIEWS as readonly string[]).includes(view) ? (view as View) : '',
    filters,
    open: open === 'false' || open === 'any' ? open : 'true',
    sort: one(query['sort']) === 'newest' ? 'newest' : 'due',
    cursor: one(query['cursor']),
  }
}

/** The address of a state; what is default is not written. */
export function writeList(state: ListState): Record<string, string> {
  return {
    ...(state.view ? { view: state.view } : {}),
    ...(state.filters as Record<string, string>),
    ...(state.open !== 'true' ? { open: state.open } : {}),
    ...(state.sort !== 'due' ? { sort: state.sort } : {}),
    ...(state.cursor ? { cursor: state.cursor } : {}),
  }
}

export function callOf(state: ListState): CaseQuery {
  return {
    ...state.filters,
    view: state.view || undefined,
    open: state.open,
    sort: state.sort,
    cursor: state.cursor || undefined,
    limit: String(PAGE_SIZE),
    count: 'exact',
  }
}

export const isFiltered = (state: ListState) =>
  state.view !== '' || state.open !== 'true' || Object.keys(state.filters).length > 0
