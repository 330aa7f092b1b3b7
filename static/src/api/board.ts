/** The calls of the board. */
import { get } from './client'
import type { FigureQuery, Figures, Indicator } from './boardTypes'

export const board = {
  /** Public: the help shows the same definitions. */
  indicators: (signal?: AbortSignal) => get<{ data: Indicator[] }>('/public/indicators', undefined, signal),
  figures: (query: FigureQuery, signal?: AbortSignal) => get<Figures>('/reports/figures', { ...query }, signal),
}
