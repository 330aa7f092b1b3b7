import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SavedView } from '../../src/api/worklistTypes'
import {
  callOf,
  chunks,
  COLUMNS,
  filterOf,
  isChanged,
  isFiltered,
  keyOf,
  nextSort,
  readList,
  sortOf,
  START,
  stateOfView,
  writeList,
} from '../../src/composables/worklist'

describe('the address of the work list', () => {
  it('goes there and back', () => {
    const query = {
      view: 'overdue',
      stage: 'resolve',
      q: '断头路',
      open: 'any',
      sort: 'number_desc',
      cursor: 'abc',
      cols: 'number,title,changed',
      density: 'compact',
      saved: 'v1',
      case: 'c1',
    }
    expect(writeList(readList(query))).toEqual(query)
  })
  it('writes nothing for what is default', () => {
    expect(writeList(readList({}))).toEqual({})
    expect(isFiltered(readList({}))).toBe(false)
    expect(isFiltered(readList({ unit: 'u1' }))).toBe(true)
  })
  it('passes over what it does not know', () => {
    const state = readList({ view: 'everything', sort: 'up', open: '1', q: ['a', 'b'], evil: 'x', cols: 'secret' })
    expect(state).toEqual(START)
  })
  it('asks the server for what it says, and not for how it is shown', () => {
    const state = readList({ open: 'any', class: '17', case: 'c1', cols: 'title', density: 'compact' })
    expect(callOf(state)).toMatchObject({ class: '17', open: 'any', sort: 'due', count: 'estimate' })
    expect(keyOf(state)).toBe(keyOf(readList({ open: 'any', class: '17' })))
  })
  it('sends truth values of the board as such', () => {
    expect(filterOf(readList({ missed: 'true', duty: 'x' }))).toMatchObject({ missed: true, duty: 'x' })
  })
})

describe('orders', () => {
  it('turn round at a second press', () => {
    expect(nextSort(readList({}), 'registered')).toBe('newest')
    expect(nextSort(readList({ sort: 'newest' }), 'registered')).toBe('oldest')
    expect(nextSort(readList({}), 'due')).toBe('due_desc')
  })
  it('are told to readers as what they do', () => {
    expect(sortOf(readList({}), 'due')).toBe('ascending')
    expect(sortOf(readList({ sort: 'changed' }), 'changed')).toBe('descending')
    expect(sortOf(readList({}), 'number')).toBe('none')
    expect(sortOf(readList({}), 'title')).toBeUndefined()
    expect(sortOf(readList({ open: 'any' }), 'due')).toBeUndefined()
  })
})

describe('a saved view', () => {
  const view: SavedView = {
    id: 'v1',
    name: '超期的',
    sharing: 'private',
    unit_id: null,
    unit_name: null,
    owner_name: '某',
    is_own: true,
    filter: { view: 'overdue', stage: null, sort: 'newest', missed: null },
    columns: ['title', 'due'],
    density: 'compact',
    position: 0,
    is_pinned: true,
    changed_at: '',
    version: 1,
    count: null,
    count_is_more: false,
  }
  it('opens as it was saved', () => {
    expect(writeList(stateOfView(view))).toEqual({
      view: 'overdue',
      sort: 'newest',
      cols: 'title,due',
      density: 'compact',
      saved: 'v1',
    })
    expect(isChanged(stateOfView(view), view)).toBe(false)
    expect(isChanged({ ...stateOfView(view), cursor: 'x', peek: 'c' }, view)).toBe(false)
  })
  it('knows what was changed since', () => {
    expect(isChanged({ ...stateOfView(view), open: 'any' }, view)).toBe(true)
  })
})

it('columns are those of the server', () => {
  const def = readFileSync(join(import.meta.dirname, '../../../include/api/case_column.def'), 'utf8')
  expect([...def.matchAll(/^CASE_COLUMN\((\w+),/gm)].map((m) => m[1])).toEqual([...COLUMNS])
})
it('cuts a long row into portions', () => {
  expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(chunks([], 2)).toEqual([])
})
