/** What the work list reads and sends beside the cases themselves. */
import type { CaseSummary, Transition } from './types'

/** The members by which cases are chosen; the same for list, view, batch and export. */
export interface CaseFilter {
  stage?: string | null
  state?: string | null
  unit?: string | null
  handler?: string | null
  lane?: string | null
  class?: string | null
  channel?: string | null
  urgency?: string | null
  due_before?: string | null
  view?: string | null
  q?: string | null
  open?: string | null
  sort?: string | null
  missed?: boolean | null
  counted?: boolean | null
  [figure: string]: string | boolean | null | undefined // what stands behind a figure of the board
}
export type Sharing = 'private' | 'unit' | 'all'
export type Density = 'normal' | 'compact'
export interface ViewInput {
  name: string
  sharing: Sharing
  unit_id: string | null
  filter: CaseFilter
  columns: string[]
  density: Density
  position: number
  is_pinned: boolean
}
export interface SavedView extends ViewInput {
  id: string
  unit_name: string | null
  owner_name: string
  is_own: boolean
  changed_at: string
  version: number
  count: number | null
  count_is_more: boolean
}

export interface BatchItem {
  id: string
  if_match: number
  key?: string
}
export interface BatchRequest {
  op: string
  args: Record<string, unknown>
  note?: string
  dry_run?: boolean
  items?: BatchItem[]
  filter?: CaseFilter
}
export interface CommonEventsRequest {
  ids?: string[]
  filter?: CaseFilter
}
/** What several cases allow, each counted for itself. */
export interface CommonEventList {
  looked: number
  data: { count: number; event: Transition }[]
}
export interface BatchResult {
  index: number
  id: string
  status: number
  number: string | null
  title: string | null
  from_zh: string | null
  from_en: string | null
  state_zh: string | null
  state_en: string | null
  version: number | null
  is_replayed: boolean
  problem: { code: string; detail: string; errors?: { detail: string; code: string }[] } | null
}
export interface BatchReply {
  dry_run: boolean
  done: number
  failed: number
  results: BatchResult[]
}

export interface ExportRequest {
  filter: CaseFilter
  format: 'csv' | 'ndjson'
  columns: string[]
  bom: boolean
  reason?: string // what it is for; needed for more rows than one person takes alone
}
export interface CaseExport {
  id: string
  format: 'csv' | 'ndjson'
  state: 'ready' | 'asked' | 'allowed' | 'refused'
  href: string | null
  reason: string | null
  filter: CaseFilter
  total: number
  asked_by_name: string
  asked_at: string
  expires_at: string
  decided_by_name: string | null
  decided_at: string | null
  is_own: boolean
}
export type ListRow = CaseSummary
