import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import DueBadge from '../../src/components/DueBadge.vue'
import { dueOf, type DueInput } from '../../src/composables/due'
import { speak } from './helpers'

const input = (more: Partial<DueInput>): DueInput => ({
  status: 'running',
  unit: 'calendar_day',
  daysLeft: 10,
  dueOn: '2026-11-27',
  dueAt: '2026-11-27T16:00:00.000Z',
  isOverdue: false,
  isProvisional: false,
  isExtended: false,
  ...more,
})

describe('dueOf', () => {
  it.each([
    [8, 'ok'],
    [7, 'soon'],
    [1, 'soon'],
    [0, 'today'],
    [-1, 'overdue'],
  ])('%i calendar days left: %s', (daysLeft, state) => {
    expect(dueOf(input({ daysLeft })).state).toBe(state)
  })
  it.each([
    [4, 'ok'],
    [3, 'soon'],
    [0, 'today'],
  ])('%i working days left: %s', (daysLeft, state) => {
    expect(dueOf(input({ daysLeft, unit: 'working_day' })).state).toBe(state)
  })
  it('counts hours from the instant', () => {
    const now = Date.parse('2026-11-27T12:30:00.000Z')
    expect(dueOf(input({ unit: 'hour' }), now)).toEqual({ state: 'soon', count: 3, unit: 'hour' })
    expect(dueOf(input({ unit: 'hour' }), now + 3 * 3_600_000).state).toBe('today')
    expect(dueOf(input({ unit: 'hour' }), now + 5 * 3_600_000)).toEqual({ state: 'overdue', count: 1, unit: 'hour' })
  })
  it('counts days where a clock of hours ran out long ago', () => {
    const end = Date.parse('2026-11-27T16:00:00.000Z')
    const over = (hours: number) => dueOf(input({ unit: 'hour' }), end + hours * 3_600_000)
    expect(over(48)).toEqual({ state: 'overdue', count: 48, unit: 'hour' })
    expect(over(49)).toEqual({ state: 'overdue', count: 2, unit: 'day' })
    expect(over(805)).toEqual({ state: 'overdue', count: 33, unit: 'day' })
  })
  it('knows how a clock ended, and that there may be none', () => {
    expect(dueOf(input({ status: 'met' })).state).toBe('met')
    expect(dueOf(input({ status: 'late' })).state).toBe('late')
    expect(dueOf(input({ status: 'cancelled' })).state).toBe('ended')
    expect(dueOf(input({ status: null, dueOn: null, dueAt: null, daysLeft: null })).state).toBe('none')
  })
  it('believes the server that a clock is overdue before the day is over', () => {
    expect(dueOf(input({ isOverdue: true, daysLeft: null }))).toEqual({ state: 'overdue', count: 0, unit: 'day' })
  })
})

describe('DueBadge', () => {
  it('says it in words and with a shape, not by colour alone', async () => {
    await speak('zh-CN')
    const shapes = new Set<string>()
    for (const [more, words] of [
      [{ daysLeft: 20 }, '剩 20 天'],
      [{ daysLeft: 3, unit: 'working_day' }, '剩 3 个工作日'],
      [{ daysLeft: 0 }, '今日到期'],
      [{ daysLeft: -2 }, '超期 2 天'],
      [{ status: 'met' }, '按期完成'],
      [{ status: 'cancelled' }, '已终止'],
      [{ status: null, dueOn: null, dueAt: null }, '无期限'],
    ] as [Partial<DueInput>, string][]) {
      const badge = mount(DueBadge, { props: { due: input(more) } })
      expect(badge.text()).toBe(words)
      shapes.add(badge.find('path').attributes('d')!)
    }
    expect(shapes.size).toBe(7)
  })
  it('tells hours that ran out long ago in days, and still the hour when they did', async () => {
    const { tn } = await speak('en')
    const due = input({ unit: 'hour', dueAt: '2020-01-01T01:00:00.000Z', dueOn: '2020-01-01' })
    const badge = mount(DueBadge, { props: { due, withDate: true } })
    expect(badge.find('.due').text()).toMatch(/^[\d,]+ days overdue$/)
    expect(badge.find('.due-date').text()).toContain('09:00')
    expect(tn('due.over.day', 33)).toBe('33 days overdue')
  })
  it('adds the date, and marks what is provisional or extended', async () => {
    await speak('zh-CN')
    const badge = mount(DueBadge, {
      props: {
        due: input({ daysLeft: 5, dueOn: '2031-01-02', isProvisional: true, isExtended: true }),
        withDate: true,
      },
    })
    expect(badge.text()).toContain('截止 2031年1月2日 24:00')
    expect(badge.text()).toContain('暂定')
    expect(badge.text()).toContain('已延期')
  })
})
