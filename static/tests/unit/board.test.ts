/** The board's address, its periods and what they are held against. */
import { describe, expect, it } from 'vitest'
import { rowList, listLink } from '../../src/components/board/figureWords'
import { comparedWith, daysOf, PANELS, readBoard, stepOf, stepsOf, writeBoard } from '../../src/composables/board'
import { BOARD_FILTERS, BOARD_KINDS } from '../../src/composables/boardFilters'
import { callOf, readList, writeList } from '../../src/composables/worklist'

const own = { from: '', to: '' }
const TODAY = '2026-12-01'

describe('the address of the board', () => {
  it('is read as it is written', () => {
    const query = {
      period: 'own',
      from: '2026-01-05',
      to: '2026-02-03',
      compare: 'year',
      unit: 'u1',
      share: 'timely_notice',
    }
    expect(writeBoard(readBoard(query))).toEqual(query)
    expect(writeBoard(readBoard({}))).toEqual({})
  })
  it('leaves out what makes no sense', () => {
    expect(writeBoard(readBoard({ period: 'never', from: 'x', compare: '7', unit: ['a', 'b'] }))).toEqual({})
  })
})

describe('a period', () => {
  it.each([
    ['month', '2026-12-01', '2026-12-01'],
    ['last_month', '2026-11-01', '2026-11-30'],
    ['quarter', '2026-10-01', '2026-12-01'],
    ['year', '2026-01-01', '2026-12-01'],
    ['twelve', '2026-01-01', '2026-12-01'],
  ] as const)('%s', (period, from, to) => expect(daysOf({ period, own }, TODAY)).toEqual({ from, to }))
  it('of own choice is put into order', () => {
    expect(daysOf({ period: 'own', own: { from: '2026-05-02', to: '2026-03-01' } }, TODAY)).toEqual({
      from: '2026-03-01',
      to: '2026-05-02',
    })
  })
  it.each([
    ['whole months', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['a whole quarter', '2026-04-01', '2026-06-30', '2026-01-01', '2026-03-31'],
    ['a month under way', '2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28'],
    ['a year under way', '2026-01-01', '2026-12-01', '2025-01-01', '2025-12-01'],
    ['any days', '2026-03-10', '2026-03-16', '2026-03-03', '2026-03-09'],
  ])('%s are held against those before', (_, from, to, oldFrom, oldTo) => {
    expect(comparedWith({ from, to }, 'previous')).toEqual({ from: oldFrom, to: oldTo })
  })
  it('is held against the same days last year, leap day or not', () => {
    expect(comparedWith({ from: '2028-02-01', to: '2028-02-29' }, 'year')).toEqual({
      from: '2027-02-01',
      to: '2027-02-28',
    })
    expect(comparedWith({ from: '2026-01-01', to: '2026-01-02' }, 'none')).toBeNull()
  })
  it('is parted as the server parts it: weeks from Monday, months from the first', () => {
    expect(stepsOf({ from: '2026-01-07', to: '2026-01-20' }, 'week')).toEqual([
      '2026-01-07',
      '2026-01-12',
      '2026-01-19',
    ])
    expect(stepsOf({ from: '2026-01-05', to: '2026-03-01' }, 'month')).toEqual([
      '2026-01-05',
      '2026-02-01',
      '2026-03-01',
    ])
    expect(stepsOf({ from: '2026-01-31', to: '2026-02-01' }, 'day')).toEqual(['2026-01-31', '2026-02-01'])
    expect(stepOf({ from: '2026-01-01', to: '2026-12-31' })).toBe('month')
    expect(stepOf({ from: '2026-01-01', to: '2026-01-31' })).toBe('day')
  })
})

describe('the list behind a number', () => {
  it('is an address of the work list that asks for the same', () => {
    const link = listLink('counted=true&open=any&registered_from=2026-01-01&channel=web', { missed: 'true' })!
    const state = readList(link.query)
    expect(callOf(state)).toMatchObject({
      counted: 'true',
      open: 'any',
      registered_from: '2026-01-01',
      channel: 'web',
      missed: 'true',
    })
    expect(writeList(state)).toEqual(link.query)
    expect(listLink(null)).toBeUndefined()
  })
  it('of a whole row leaves out what parts it, and stays as narrow as the board', () => {
    const list = 'counted=true&open=true&below=u1&registered_from=2026-01-01&class=01'
    expect(rowList(list, 'age', {})).toBe('counted=true&open=true&below=u1&class=01')
    expect(rowList(list, 'class', { class: '02' })).toContain('class=02')
    expect(rowList(list, '', {})).toBeNull()
  })
  it('puts every filter into words', () => {
    expect(Object.keys(BOARD_KINDS).sort()).toEqual([...BOARD_FILTERS].sort())
  })
})

it('each drawing is a row of its own', () => {
  expect(new Set(PANELS.map((p) => p.id)).size).toBe(PANELS.length)
})
