import { describe, expect, it } from 'vitest'
import type { CaseSummary, Handler, Transition, Unit } from '../../src/api/types'
import { matching } from '../../src/composables/combo'
import {
  actCommands,
  caseCommands,
  colleagueCommands,
  helpCommands,
  pageCommands,
  unitCommands,
} from '../../src/composables/palette'
import { homeWithoutCases, pagesAt } from '../../src/desk/pages'
import { initials } from '../../src/composables/pinyin'

const unit = (name: string, short = ''): Unit =>
  ({ id: name, name, short_name: short, code: '99', kind: 'department', parent_id: null, can_handle: true }) as Unit
const transition = (event: string, allowed: boolean, title: string) =>
  ({ event, allowed, title_zh: title, title_en: event, refusals: [], fields: [] }) as unknown as Transition

describe('initials', () => {
  it('are those of the sounds', () => {
    expect(initials('县住建局')).toBe('xzjj')
    expect(initials('白塔街道')).toBe('btjd')
    expect(initials('安置办A1')).toBe('azba1')
    expect(initials('额、欧、鹅')).toBe('eoe')
    expect(initials('自然资源')).toBe('zrzy')
    expect(initials('（）·')).toBe('')
  })
  it('hold for the first and the last character of each letter', () => {
    const samples = '啊八擦搭饿发嘎哈机卡拉妈那哦趴七然三他挖西压杂'
    expect(initials(samples)).toBe('abcdefghjklmnopqrstwxyz')
  })
})

describe('commands', () => {
  it('find a unit by name, short name and initials', () => {
    const all = unitCommands([unit('稽江县住房和城乡建设局', '县住建局'), unit('白塔街道')])
    for (const text of ['住房', '住建', 'xzjj', 'XZJJ', 'jjxzf'])
      expect(matching(all, text).map((c) => c.label)).toEqual(['稽江县住房和城乡建设局'])
    expect(matching(all, 'btjd').map((c) => c.to)).toEqual([`/?open=any&unit=${encodeURIComponent('白塔街道')}`])
  })
  it('find a colleague by initials, who stands there once whatever the roles', () => {
    const person = (id: string, name: string, role: string): Handler => ({ account_id: id, name, role, open_cases: 0 })
    const all = colleagueCommands([
      person('a', '俞经办', 'bureau_handler'),
      person('a', '俞经办', 'reviewer'),
      person('b', '金主任', 'unit_leader'),
    ])
    expect(matching(all, 'yjb').map((c) => c.label)).toEqual(['俞经办'])
    expect(matching(all, 'jzr').map((c) => c.to)).toEqual(['/?open=any&handler=b'])
  })
  it('add the own cases whose titles have the initials to those that the server found', () => {
    const one = (id: string, title: string) => ({ id, title, number: id }) as CaseSummary
    const own = [one('1', '路灯不亮'), one('2', '保障房渗漏')]
    expect(caseCommands([], own, 'bzf').map((c) => c.to)).toEqual(['/cases/2'])
    expect(caseCommands([one('1', '路灯不亮')], own, 'LDBL').map((c) => c.detail)).toEqual(['1'])
    expect(caseCommands([], own, 'b')).toEqual([])
    expect(caseCommands([one('3', '路')], own, '路').map((c) => c.detail)).toEqual(['3'])
  })
  it('offer what is allowed, and no bare reading of a sealed case', () => {
    const acts = actCommands(
      'c1',
      [transition('screen', true, '甄别'), transition('sign', false, '签发'), transition('reveal', true, '查看')],
      (x) => x.title_zh,
    )
    expect(acts.map((a) => a.to)).toEqual(['/cases/c1?act=screen'])
  })
  it('lead to the start of the help, however it is called', () => {
    const all = helpCommands([
      { path: '/help', title: 'Help: start page', also: 'help 帮助 bz' },
      { path: '/help/limits', title: '时间期限' },
    ])
    for (const text of ['help', 'bz', '帮助']) expect(matching(all, text)[0]?.to).toBe('/help')
    expect(matching(all, 'sjqx').map((c) => c.to)).toEqual(['/help/limits'])
  })
  it('offer the pages that one may go to, wherever they stand', () => {
    const names = (...held: string[]) =>
      pagesAt(['bar', 'admin', 'palette'], (p) => held.includes(p)).map((p) => p.name)
    expect(names()).toEqual(expect.arrayContaining(['notices', 'account']))
    expect(names()).not.toContain('list')
    expect(names()).not.toContain('register')
    expect(names('case.read')).toContain('list')
    expect(names('case.register')).toContain('register')
    expect(names('account.confirm')).toContain('confirmations')
    expect(homeWithoutCases((p) => p === 'case.count')).toBe('board')
    expect(homeWithoutCases((p) => p === 'journal.read')).toBe('admin')
    expect(homeWithoutCases(() => false)).toBe('account')
    expect(pageCommands([{ to: '/notices', label: '通知' }])[0]).toMatchObject({ kind: 'page', search: 'tz' })
  })
})
