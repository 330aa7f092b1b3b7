import { describe, expect, it } from 'vitest'
import type { EventField, Transition } from '../../src/api/types'
import { isComposed } from '../../src/composables/composed'
import { gapFaults, hasGap, withArticle } from '../../src/composables/letter'

const move = (documents: string[], fields: number) =>
  ({ documents, fields: Array.from({ length: fields }, () => ({})) }) as unknown as Transition

describe('what the composer adds', () => {
  it('offers papers that are written, not those that are signed or go between offices', () => {
    expect(isComposed(move(['handling_opinion'], 5))).toBe(true)
    expect(isComposed(move(['handling_opinion'], 0))).toBe(false)
    expect(isComposed(move(['transfer_letter'], 3))).toBe(false)
    expect(isComposed(move([], 3))).toBe(false)
  })
  it('finds what was left to be filled in, and nothing else', () => {
    for (const gap of ['于【　】前', '【待填】', '金额____元', '××路', '{date}', '{{日期}}', '＿＿']) {
      expect(hasGap(gap), gap).toBe(true)
    }
    for (const text of ['稽信访〔2026〕处字1号', '【法释】', '《条例》第三十二条', 'a_b', '3×4']) {
      expect(hasGap(text), text).toBe(false)
    }
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
