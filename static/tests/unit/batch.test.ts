import { describe, expect, it } from 'vitest'
import type { Transition } from '../../src/api/types'
import { countActs } from '../../src/composables/batch'

const field = (name: string, ofOne = false) =>
  ({ name, kind: 'text', required: false, of_one: ofOne }) as Transition['fields'][number]
const act = (event: string, allowed = true, ofOne = false, fields = [field('a')]): Transition =>
  ({ event, allowed, of_one: ofOne, fields, refusals: [], documents: [] }) as unknown as Transition

describe('what several cases offer', () => {
  it('is what at least one allows, with how many do, the most first', () => {
    const acts = countActs([[act('x', false), act('y')], [act('x'), act('y')], [act('y', false)]])
    expect(acts.map((a) => [a.event, a.count])).toEqual([
      ['y', 2],
      ['x', 1],
    ])
  })
  it('leaves out what is about one case: the act, or the field of an act', () => {
    const acts = countActs([
      [act('withdraw', true, true), act('screen', true, false, [field('a'), field('title', true)])],
    ])
    expect(acts.map((a) => a.event)).toEqual(['screen'])
    expect(acts[0]!.fields.map((f) => f.name)).toEqual(['a'])
  })
})
