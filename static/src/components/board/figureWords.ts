/** What keys, shares and steps of figures are called. */
import type { Figure, Figures } from '../../api/boardTypes'
import { TIME_ZONE, useI18n, type MessageKey } from '../../composables/useI18n'
import type { Days } from '../../composables/board'

export const AGES = ['d15', 'd30', 'd60', 'd90', 'd180', 'over'] as const
export const DUES = ['overdue', 'today', 'week', 'later', 'paused', 'none'] as const
export const CHANNEL_ORDER = ['visit', 'letter', 'web', 'call', 'fax', 'other'] as const

export function useFigureWords() {
  const { t, tv, d, n, pick, locale } = useI18n()

  function stepLabel(key: string, step: string): string {
    if (step !== 'month') return d(key, 'short')
    const zh = locale.value !== 'en'
    return new Intl.DateTimeFormat(zh ? 'zh-CN' : 'en-GB', {
      timeZone: TIME_ZONE,
      month: zh ? 'long' : 'short',
      year: 'numeric',
    }).format(new Date(`${key}T12:00:00+08:00`))
  }
  /** `looked` is the unit or place that the figures lie below: as a row it stands for itself alone. */
  function keyLabel(dimension: string, key: string, title: string, looked: string, step: string): string {
    if (dimension === 'time') return stepLabel(key, step)
    if (key === 'none' && dimension !== 'due') return t(`board.none.${dimension}` as MessageKey)
    if (dimension === 'stage') return tv('stage', key)
    if (dimension === 'channel') return tv('channel', key)
    if (dimension === 'age') return tv('board.age', key)
    if (dimension === 'due') return tv('left', key)
    return key === looked && key !== '' ? t('board.itself', { name: title }) : title || key
  }
  const labelOf = (f: Figures, step: string) => (row: Figure, isSecond: boolean) => {
    const dimension = (isSecond ? f.and : f.by) ?? ''
    const looked = dimension === 'place' ? f.place_id : dimension === 'unit' ? f.unit_id : ''
    const title = pick(row, isSecond ? 'and_title' : 'title')
    const key = isSecond ? row.and_key : row.key
    return dimension === '' ? '' : keyLabel(dimension, key, title, looked, step)
  }
  const share = (perMille: number | null) =>
    perMille === null
      ? '—'
      : new Intl.NumberFormat(locale.value === 'en' ? 'en-GB' : 'zh-CN', {
          style: 'percent',
          maximumFractionDigits: 1,
        }).format(perMille / 1000)
  /** A number, or that there are too few to tell one. */
  const count = (value: number | null | undefined, least: number) =>
    value === undefined ? n(0) : value === null ? t('board.few', { n: least }) : n(value)
  const days = (of: Days) => t('board.days', { from: d(of.from), to: d(of.to) })
  return { labelOf, share, count, days, stepLabel }
}

const OF_DIMENSION: Record<string, readonly string[]> = {
  stage: ['stage'],
  age: ['registered_from', 'registered_to'],
  due: ['due_as'],
  channel: ['channel'],
  class: ['class', 'class_at'],
}
/** The list behind a whole row: that of one of its pieces without what parts the row, narrowed as the board is. */
export function rowList(list: string | null | undefined, dimension: string, narrow: Partial<Record<string, string>>) {
  const names = OF_DIMENSION[dimension]
  if (!list || !names) return null
  const query = new URLSearchParams(list)
  for (const name of names) {
    query.delete(name)
    if (narrow[name]) query.set(name, narrow[name])
  }
  return query.toString()
}

/** The address of the work list that stands behind a number. */
export function listLink(list: string | null | undefined, more: Record<string, string> = {}) {
  if (!list) return undefined
  return { path: '/', query: { ...Object.fromEntries(new URLSearchParams(list)), ...more } }
}
