import { describe, expect, it } from 'vitest'
import { pieces } from '../../src/composables/marks'

const shown = (text: string, sought: string) =>
  pieces(text, sought)
    .map((p) => (p.isMarked ? `[${p.text}]` : p.text))
    .join('')

describe('marks', () => {
  it('stand at every place of every word', () => {
    expect(shown('保障房渗漏，保障不力', '保障 渗漏')).toBe('[保障]房[渗漏]，[保障]不力')
    expect(shown('999901-2026-W-000423', '423')).toBe('999901-2026-W-000[423]')
  })
  it('join where words meet or overlap', () => expect(shown('楼道堆物占道', '堆物 物占')).toBe('楼道[堆物占]道'))
  it('do not ask for width or case', () => expect(shown('安置Ａ区', 'a')).toBe('安置[Ａ]区'))
  it('are not made where nothing was looked for or nothing is', () => {
    expect(shown('路灯不亮', '')).toBe('路灯不亮')
    expect(shown('路灯不亮', '水')).toBe('路灯不亮')
    expect(pieces('', '水')).toEqual([])
  })
  it('lose no letter of a text that folding makes longer', () => expect(shown('㍿路灯', '路灯')).toBe('㍿路灯'))
})
