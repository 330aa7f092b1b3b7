import { describe, expect, it } from 'vitest'
import { callOf, isFiltered, readList, writeList } from '../../src/composables/worklist'

describe('the address of the work list', () => {
  it('goes there and back', () => {
    const query = { view: 'overdue', stage: 'resolve', q: '断头路', open: 'any', sort: 'newest', cursor: 'abc' }
    expect(writeList(readList(query))).toEqual(query)
  })
  it('writes nothing for what is default', () => {
    expect(writeList(readList({}))).toEqual({})
    expect(isFiltered(readList({}))).toBe(false)
    expect(isFiltered(readList({ unit: 'u1' }))).toBe(true)
  })
  it('passes over what it does not know', () => {
    const state = readList({ view: 'everything', sort: 'up', open: '1', q: ['a', 'b'], evil: 'x' })
    expect(state).toEqual({ view: '', filters: {}, open: 'true', sort: 'due', cursor: '' })
  })
  it('asks the server for what it says', () => {
    expect(callOf(readList({ open: 'any', class: '17' }))).toMatchObject({ class: '17', open: 'any', sort: 'due' })
  })
})
