/** What the filters of the board say on the work list. */
import { BOARD_KINDS, type BoardFilter } from './boardFilters'
import { useI18n } from './useI18n'
import { useIndicators } from './useIndicators'
import { useDictionary, useUnits } from './useReference'

/** Words for the value of a filter; undefined when it is none of the board's. */
export function boardWords() {
  const { t, tv, d, pick } = useI18n()
  const units = useUnits()
  const classes = useDictionary('class')
  return (name: string, value: string): string | undefined => {
    if (!(name in BOARD_KINDS)) return undefined
    if (value === 'none' && name !== 'due_as') return t('filter.none')
    switch (BOARD_KINDS[name as BoardFilter]) {
      case 'unit':
        return units.byId.value.get(value)?.name ?? value
      case 'class':
        return classes.titleOf(value)
      case 'day':
        return d(value, 'short')
      case 'due':
        return tv('left', value)
      case 'duty':
        return pick(useIndicators().value.find((i) => i.key === value)) || value
      default:
        return t(value === 'true' ? 'filter.yes' : 'filter.no')
    }
  }
}
