import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { EventField, Transition } from '../../src/api/types'
import { bytesOf } from '../../src/composables/base64'
import { isComposed, recordsDelivery } from '../../src/composables/composed'
import { gapFaults, hasGap, withArticle } from '../../src/composables/letter'

const move = (documents: string[], fields: number) =>
  ({ documents, fields: Array.from({ length: fields }, () => ({})) }) as unknown as Transition

describe('what the composer adds', () => {
  it('offers papers that are written, not those that are only signed', () => {
    expect(isComposed(move(['handling_opinion'], 5))).toBe(true)
    expect(isComposed(move(['handling_opinion'], 0))).toBe(false)
    expect(isComposed(move(['transfer_letter'], 3))).toBe(true)
    expect(isComposed(move([], 3))).toBe(false)
  })
  it('knows what records a delivery by what it asks for', () => {
    const asks = (...names: string[]) =>
      ({ documents: [], fields: names.map((name) => ({ name })) }) as unknown as Transition
    expect(recordsDelivery(asks('method', 'delivered_on', 'receiver', 'proof'))).toBe(true)
    expect(recordsDelivery(asks('number', 'outcome', 'method', 'delivered_on', 'proof'))).toBe(false)
    expect(recordsDelivery(asks('on', 'method'))).toBe(false)
    expect(recordsDelivery({ ...asks('method', 'delivered_on', 'proof'), documents: ['simple_reply'] })).toBe(false)
  })
  it('reads the bytes of a picture', () => {
    expect([...bytesOf('-_8A')]).toEqual([0xfb, 0xff, 0])
  })
  it('finds what was left to be filled in, and nothing else', () => {
    const rows = readFileSync('../tests/fixtures/gaps.tsv', 'utf8').split('\n')
    const texts = rows.filter((x) => x !== '' && !x.startsWith('#'))
    expect(texts.length).toBeGreaterThan(15)
    for (const row of texts) expect(hasGap(row.slice(2)), row).toBe(row.startsWith('1'))
  })
  it('names each gap at its place', () => {
    const fields = [{ name: 'facts' }, { name: 'answers' }] as EventField[]
    const answer = { demand_id: 'd', outcome: 'support', answer: '于____前完成', basis: '第三十二条' }
    const faults = gapFaults(fields, { facts: '已查明', answers: [answer] }, (f) => f.name)
    expect(Object.keys(faults)).toEqual(['answers.0.answer'])
  })
  it('adds an article once, behind what is there', () => {
    const article = '《信访工作条例》第三十二条（书面处理意见及三种结果）'
    expect(withArticle('', article)).toBe('《信访工作条例》第三十二条')
    const both = withArticle('《城市道路管理条例》第六条。', article)
    expect(both).toBe('《城市道路管理条例》第六条；《信访工作条例》第三十二条')
    expect(withArticle(both, article)).toBe(both)
  })
})
