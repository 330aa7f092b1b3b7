/** What an administrator sets up: working days, definitions, templates of practice, the beginning. */
export interface CalendarName {
  day: string
  name: string
}
export interface CalendarDays {
  off: string[]
  work: string[]
  names: CalendarName[]
}
export interface CalendarYear extends CalendarDays {
  year: number
  notice: string | null
  workdays: number
  is_loaded: boolean
}
export interface CalendarDraft extends CalendarDays {
  notice: string | null
  ignored: string[]
}
export interface CalendarMove {
  clock: string
  title_zh: string
  title_en: string
  before_on: string
  after_on: string
  before_rolled_on: string
  after_rolled_on: string
  was_provisional: boolean
  is_provisional: boolean
  count: number
}
export interface CalendarMovedCase {
  case_id: string
  case_number: string
  clock: string
  title_zh: string
  title_en: string
  before_on: string
  after_on: string
}
export interface CalendarPreview {
  looked_at: number
  earlier: number
  later: number
  rolled: number
  firm: number
  groups: CalendarMove[]
  has_more: boolean
  cases: CalendarMovedCase[]
}
export interface WorkflowItem {
  key: string
  version: number
  lane: string
  title_zh: string
  title_en: string
  is_current: boolean
}
export interface WorkflowText {
  key: string
  version: number
  definition: unknown
}
export interface WorkflowChecked {
  key: string
  lane: string
  title_zh: string
  title_en: string
  next_version: number
  current_version: number | null
  states: number
  events: number
  clocks: number
}
export interface ProfileList {
  current: string
  data: { name: string; title_zh: string; title_en: string }[]
}
export interface PracticeStep {
  key: string
  title: { zh: string; en: string }
  who?: { zh: string; en: string }
  after: string
  length: number
  unit: string
  evidence: { zh: string; en: string }
}
export interface Practice {
  key: string
  version: number
  title_zh: string
  title_en: string
  is_current: boolean
  created_at: string
  template: { source: { zh: string; en: string }; steps: PracticeStep[] }
}
export interface PracticeChecked {
  key: string
  title_zh: string
  title_en: string
  steps: number
  next_version: number
}
export interface Setup {
  is_done: boolean
  sample_units: number
  has_case: boolean
  has_units: boolean
  year: number
  has_year: boolean
  has_next_year: boolean
  workflows: number
  demo: DemoState
}
export type DemoState = 'none' | 'being_made' | 'ready' | 'shown' | 'ending' | 'alone'
/** Accounts and password only for whoever asked for it, and only until it is shown. */
export interface Demo {
  state: DemoState
  failure?: string | null
  password?: string | null
  accounts: { login: string; name: string; roles: string }[]
}
