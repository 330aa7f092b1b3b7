/** What the server sends to the public pages, as its OpenAPI document states it. */
import type { Stage, Titled } from './types'

export interface PublicSite {
  bureau_name: string | null
  county_name: string | null
  phone: string | null
  address: string | null
  is_demo: boolean
}
export interface Place {
  id: string
  name: string
  kind: 'town' | 'village'
  parent_id: string | null
}
/** What the petitioner added; without a name: the office removed it. */
export interface PublicFile {
  name: string | null
  size: number
  added_at: string
}
export interface PublicCase {
  number: string
  title: string
  stage: Stage
  state: string
  state_title_zh: string
  state_title_en: string
  registered_at: string
  unit_name: string
  unit_phone: string | null
  unit_address: string | null
  promised_on: string | null
  steps: ({ event: string; at: string; unit_name: string | null } & Titled)[]
  documents: ({ type: string; number: string; issued_on: string | null; delivered_on: string | null } & Titled)[]
  rights: ({ clock: string; until: string } & Titled)[]
  parts: ({
    number: string
    stage: Stage
    state_title_zh: string
    state_title_en: string
    registered_at: string
    unit_name: string
    promised_on: string | null
    documents: PublicCase['documents']
    rights: PublicCase['rights']
    files: PublicFile[]
    closed_at: string | null
  } & Titled)[]
  files: PublicFile[]
  takes_text: boolean
  takes_files: boolean
  file_max_bytes: number
  left_bytes: number
  left_files: number
  closed_at: string | null
}

/** A signed statement of where the journals stood; numbers as they are hashed. */
export interface Checkpoint {
  seq: number
  at_ms: number
  epoch: number
  heads: number
  root: string
  office_seq: number
  office_hash: string | null
  hash: string
  signature: string
  public_key: string | null
}
export interface Inclusion {
  case_id: string
  index: number
  path: string | null
  previous: string | null
  checkpoint: Checkpoint
}
/** What a petitioner can show later; the order of the members is that of the server, which the verifier wants. */
export interface Proof {
  number: string
  seq: number
  at_ms: number
  hash: string
  epoch: number
  signature: string
  inclusion: Inclusion | null
}
export interface ReceiptCheck {
  signed: boolean
  whole: boolean
  included: boolean | null
  in_journal: boolean
  covered_by: number | null
}
export interface CheckpointKey {
  epoch: number
  public_key: string
  is_current: boolean
}

export interface MaterialInput {
  code: string
  title: string | null
  text: string
}
export interface MaterialAdded {
  number: string
  added_at: string
}
export interface FileAdded {
  number: string
  size: number
  added_at: string
}
export interface ReviewInput {
  code: string
  kind: 'review' | 'recheck'
  grounds: string
}
export interface ReviewAsked {
  number: string
  body: string
  promised_on: string | null
}
export interface DraftKept {
  code: string
  expires_at: string
}
export interface DraftOpened {
  content: Record<string, unknown>
  expires_at: string
}
