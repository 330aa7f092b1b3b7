/** The work list's state is its address: these functions go between the address and the call. Pure. */
import type { LocationQuery } from 'vue-router'
import type { CaseQuery } from '../api/desk'
import { BOARD_FILTERS } from './boardFilters'
import type { CaseFilter, Density, SavedView } from '../api/worklistTypes'

/** The figures above the list. */
export const VIEWS = [
  'due_today',
  'overdue',
  'returned_to_me',
  'mine',
  'unclaimed',
  'awaiting_review',
  'supervision',
] as const
/** What else a list may be narrowed to by its address. */
const ALL_VIEWS = [...VIEWS, 'returned', 'due_week'] as const
export type View = (typeof ALL_VIEWS)[number]
export const FILTERS = [
  'q',
  'stage',
  'state',
  'unit',
  'class',
  'channel',
  'urgency',
  'due_before',
  'handler',
  'lane',
  ...BOARD_FILTERS,
] as const
export type Filter = (typeof FILTERS)[number]
/** One field each, in this order; a stage and a state are chosen by one. */
export const FIELDS = [
  'stage',
  'unit',
  'class',
  'channel',
  'urgency',
  'due_before',
  'registered_from',
  'registered_to',
] as const satisfies readonly Filter[]
export const STAGES = ['intake', 'assign', 'resolve', 'review', 'close'] as const
export const CHANNELS = ['web', 'letter', 'call', 'fax', 'visit', 'other'] as const
export const URGENCIES = ['normal', 'urgent', 'major'] as const
export const PAGE_SIZE = 50
/** How many one bulk act may take, and how many go to the server at a time. */
export const BATCH_MAX = 500
export const BATCH_CHUNK = 25

/** Orders by column, forth and back; the first is what a first press on its head asks for. */
export const ORDERS = {
  due: ['due', 'due_desc'],
  registered: ['newest', 'oldest'],
  changed: ['changed', 'changed_asc'],
  number: ['number', 'number_desc'],
} as const
export type Sort = (typeof ORDERS)[keyof typeof ORDERS][number]
const SORTS: readonly string[] = Object.values(ORDERS).flat()
const DESCENDING: readonly Sort[] = ['due_desc', 'newest', 'changed', 'number_desc']

/** As the server names them (src: include/api/case_column.def), in their usual order. */
export const COLUMNS = [
  'number',
  'title',
  'state',
  'due',
  'holder',
  'handler',
  'petitioner',
  'people',
  'class',
  'place',
  'channel',
  'urgency',
  'registered',
  'changed',
] as const
export type ColumnKey = (typeof COLUMNS)[number]
export const USUAL: readonly ColumnKey[] = [
  'number',
  'title',
  'state',
  'due',
  'holder',
  'petitioner',
  'class',
  'place',
  'registered',
]

export interface ListState {
  view: View | ''
  filters: Partial<Record<Filter, string>>
  open: 'true' | 'false' | 'any'
  sort: Sort
  cursor: string
  columns: readonly ColumnKey[] // none: the usual ones
  density: Density
  saved: string // id of the saved view that this began with
  peek: string // id of the case beside the list
}

export const START: ListState = {
  view: '',
  filters: {},
  open: 'true',
  sort: 'due',
  cursor: '',
  columns: [],
  density: 'normal',
  saved: '',
  peek: '',
}

const one = (value: LocationQuery[string] | undefined): string => (typeof value === 'string' ? value : '')
const isOneOf = <T extends string>(list: readonly T[], value: string): value is T =>
  (list as readonly string[]).includes(value)

const columnsOf = (keys: readonly string[]): ColumnKey[] => [...new Set(keys)].filter((key) => isOneOf(COLUMNS, key))

/** Unknown or malformed parts of an address are left out, never sent on. */
export function readList(query: LocationQuery): ListState {
  const filters: Partial<Record<Filter, string>> = {}
  for (const name of FILTERS) {
    const value = one(query[name]).trim()
    if (value) filters[name] = value
  }
  const view = one(query['view'])
  const open = one(query['open'])
  const sort = one(query['sort'])
  return {
    view: isOneOf(ALL_VIEWS, view) ? view : '',
    filters,
    open: open === 'false' || open === 'any' ? open : 'true',
    sort: SORTS.includes(sort) ? (sort as Sort) : 'due',
    cursor: one(query['cursor']),
    columns: columnsOf(one(query['cols']).split(',')),
    density: one(query['density']) === 'compact' ? 'compact' : 'normal',
    saved: one(query['saved']),
    peek: one(query['case']),
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
    ...(state.columns.length ? { cols: state.columns.join(',') } : {}),
    ...(state.density !== 'normal' ? { density: state.density } : {}),
    ...(state.saved ? { saved: state.saved } : {}),
    ...(state.peek ? { case: state.peek } : {}),
  }
}

/** What an address writes as a word and a body as a truth value. */
const isTruth = (name: string) => name === 'missed' || name === 'counted'
/** The filter as saved views, bulk acts and files take it. */
export const filterOf = (state: ListState): CaseFilter => ({
  ...Object.fromEntries(
    Object.entries(state.filters).map(([name, value]) => [name, isTruth(name) ? value === 'true' : value]),
  ),
  ...(state.view ? { view: state.view } : {}),
  open: state.open,
  sort: state.sort,
})

export function callOf(state: ListState): CaseQuery {
  return {
    ...state.filters,
    view: state.view || undefined,
    open: state.open,
    sort: state.sort,
    cursor: state.cursor || undefined,
    limit: String(PAGE_SIZE),
    count: 'estimate',
  }
}

/** What the rows depend on; how they are shown and what stands beside them is not part of it. */
export const keyOf = (state: ListState): string => JSON.stringify(callOf(state))

export const isFiltered = (state: ListState) =>
  state.view !== '' || state.open !== 'true' || Object.keys(state.filters).length > 0

/** A press on the head of a column: its first order, then the other way round. */
export function nextSort(state: ListState, column: string): Sort {
  const orders = ORDERS[column as keyof typeof ORDERS]
  return state.sort === orders[0] ? orders[1] : orders[0]
}
export function sortOf(state: ListState, column: string): 'ascending' | 'descending' | 'none' | undefined {
  const orders = ORDERS[column as keyof typeof ORDERS] as readonly Sort[] | undefined
  // Open and closed together go by registration or number only.
  if (!orders || (state.open === 'any' && (column === 'due' || column === 'changed'))) return undefined
  if (!orders.includes(state.sort)) return 'none'
  return DESCENDING.includes(state.sort) ? 'descending' : 'ascending'
}

export const shownColumns = (state: ListState): readonly ColumnKey[] => (state.columns.length ? state.columns : USUAL)

function stateOfFilter(filter: CaseFilter): ListState {
  const query: LocationQuery = {}
  for (const [name, value] of Object.entries(filter)) if ((value ?? '') !== '') query[name] = String(value)
  return readList(query)
}
/** The address of the list that a filter stands for. */
export const addressOfFilter = (filter: CaseFilter) => writeList(stateOfFilter(filter))

/** The state that a saved view opens. */
export function stateOfView(view: SavedView): ListState {
  return {
    ...stateOfFilter(view.filter),
    columns: columnsOf(view.columns),
    density: view.density,
    saved: view.id,
  }
}
/** Whether the list was changed since the view was opened. */
export const isChanged = (state: ListState, view: SavedView): boolean =>
  JSON.stringify(writeList({ ...state, cursor: '', peek: '', saved: view.id }), sorted) !==
  JSON.stringify(writeList(stateOfView(view)), sorted)
const sorted = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

export function chunks<T>(all: readonly T[], size: number): T[][] {
  const out: T[][] = []
  for (let i = 0; i < all.length; i += size) out.push(all.slice(i, i + size))
  return out
}
