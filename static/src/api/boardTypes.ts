/** What the board asks for and gets. */
export interface Indicator {
  key: string
  unit: 'cases' | 'share'
  title_zh: string
  title_en: string
  definition_zh: string
  definition_en: string
  has_period: boolean
  dimensions: { key: string; title_zh: string; title_en: string }[]
}
export interface Figure {
  key: string
  and_key: string
  title_zh: string | null
  title_en: string | null
  and_title_zh: string | null
  and_title_en: string | null
  count: number | null
  base: number | null
  per_mille: number | null
  is_few: boolean
  /** The work list whose total is `base`; null when the viewer may not read cases. */
  list: string | null
}
export interface Figures {
  indicator: string
  by: string | null
  and: string | null
  from: string
  to: string
  unit_id: string
  unit_name: string
  unit_parent_id: string | null
  place_id: string
  place_name: string
  place_parent_id: string | null
  as_of: string
  can_open: boolean
  least: number
  total: Figure
  data: Figure[]
}
export interface FigureQuery {
  indicator: string
  by?: string | undefined
  and?: string | undefined
  unit?: string | undefined
  place?: string | undefined
  class?: string | undefined
  channel?: string | undefined
  from?: string | undefined
  to?: string | undefined
  step?: string | undefined
}
