/** The definitions of the board's indicators, loaded once and shared. */
import { shallowRef } from 'vue'
import { board } from '../api/board'
import type { Indicator } from '../api/boardTypes'

const indicators = shallowRef<Indicator[]>([])
let asked: Promise<void> | undefined

export function useIndicators() {
  asked ??= board.indicators().then(
    ({ data }) => void (indicators.value = data),
    () => void (asked = undefined), // asked again by the next that needs them
  )
  return indicators
}
