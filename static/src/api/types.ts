/**
 * The shapes that the server sends and takes, as the OpenAPI document of the server states them.
 * Times are RFC 3339 in UTC, days are YYYY-MM-DD, ids are opaque.
 */
export interface Page {
  next: string | null
  prev: string | null
  limit: number
}
export interface List<T> {
  data: T[]
  page: Page
}

export interface Titled {
  title_zh: string
  title_en: string
}

export interface Grant {
  id: string
  role: string
  role_title_zh: string
  role_title_en: string
  unit_id: string
  unit_name: string
  scope: 'own' | 'unit' | 'subtree' | 'all'
  for_name: string | null // held for an absent colleague
}
export interface Session {
  csrf: string
  expires_at: string | null
  account: { id: string; login: string; name: string; locale: string; unit_id: string | null }
  grants: Grant[]
  permissions: string[]
  unread_notices: number
  new_changes: number // to the own password and second factor
  must_enrol: boolean
}

export type UnitKind = 'county' | 'bureau' | 'department' | 'town' | 'village' | 'grid'
export interface Unit {
  id: string
  code: string
  name: string
  short_name: string | null
  kind: UnitKind
  parent_id: string | null
  can_handle: boolean
  phone?: string | null
  address?: string | null
  version?: number
}
export interface Handler {
  account_id: string
  name: string
  role: string
  open_cases: number
}
export interface DictionaryEntry extends Titled {
  code: string
  parent_code: string | null
  sort: number
}

export type Channel = 'web' | 'letter' | 'call' | 'fax' | 'visit' | 'other'
export type Purpose = 'appeal' | 'relief' | 'suggestion' | 'accusation' | 'other'
export type PartyRole = 'petitioner' | 'representative' | 'co_petitioner' | 'agent'
export type PersonKind = 'natural' | 'legal_person' | 'organisation'
export interface PersonInput {
  role: PartyRole
  kind: PersonKind
  name?: string // left out with known_person_id only
  known_person_id?: string
  id_type?: string
  id_number?: string
  phone?: string
  email?: string
  address?: string
  bank_account?: string
  health?: string
  contact_preference?: 'sms' | 'phone' | 'mail' | 'portal'
}
export interface SubmissionInput {
  case_id?: string
  draft_id?: string
  channel?: Channel
  source_platform?: string
  external_number?: string
  received_on?: string
  unit_id?: string
  window_number?: string
  purpose: Purpose
  title: string
  request: string
  facts?: string
  reasons?: string
  demands: { text: string }[]
  class_code?: string
  place_unit_id?: string
  place_detail?: string
  urgency?: 'normal' | 'urgent' | 'major'
  people_count?: number
  involved_count?: number
  is_joint?: boolean
  oral_record?: { text: string; read_back: boolean; confirmed_by: string; reference?: string }
  confidential_request?: boolean
  publish_ok?: boolean
  persons: PersonInput[]
}
export interface Receipt {
  number: string
  query_code: string | null // told once, when the case begins
  qr: string[] // number and code, as rows of 0 and 1; empty without a code
  registered_at: string
  unit_name: string
  unit_phone: string | null
  expected: ({ clock: string; due_on: string } & Titled)[]
}
export interface Submission {
  id: string
  number: string
  case_id: string
  channel: Channel
  source_platform: string | null
  external_number: string | null
  registered_at: string
  received_on: string
  unit_name: string
  registrar_name: string | null
  purpose: Purpose
  people_count: number
  is_joint: boolean
  is_group_visit: boolean
  is_first: boolean
}

export type Stage = 'intake' | 'assign' | 'resolve' | 'review' | 'close'
export type DueUnit = 'calendar_day' | 'working_day' | 'hour' | 'on_date'
export interface CaseSummary {
  id: string
  number: string
  title: string
  lane: string
  stage: Stage
  state: string
  state_title_zh: string
  state_title_en: string
  class_code: string | null
  class_title_zh: string | null
  class_title_en: string | null
  place_name: string | null
  urgency: 'normal' | 'urgent' | 'major'
  channel: Channel
  is_first: boolean
  petitioner: string | null
  people_count: number
  holder_unit_id: string
  holder_unit_name: string
  handler_id: string | null
  handler_name: string | null
  registered_at: string
  due_on: string | null
  due_at: string | null
  days_left: number | null
  due_clock: string | null
  due_unit: DueUnit | null
  due_provisional: boolean | null
  is_extended: boolean
  is_overdue: boolean
  is_returned: boolean
  is_supervised: boolean
  version: number
  changed_at: string
}
export interface CaseList extends List<CaseSummary> {
  total: number | null // only when asked for
  total_is_more: boolean // an estimate that stopped counting
}
export interface Demand {
  id: string
  position: number
  text: string
  outcome: 'support' | 'explain' | 'not_support' | null
  answer: string | null
  basis: string | null
}
export interface Party {
  id: string
  role: PartyRole
  kind: PersonKind
  name: string | null
  phone: string | null
  id_number: string | null
  address: string | null
}
export interface Level {
  level: number
  at: string | null
  status: 'armed' | 'fired' | 'superseded' | 'dropped'
  fired_at: string | null
  late_by_ms: number | null
}
/** A clock as it stands; Deadline adds the rungs of its ladder. */
export interface Clock extends Titled {
  id: string
  clock: string
  article: string
  kind: 'duty' | 'local' | 'window' | 'right'
  unit: DueUnit
  length: number
  started_at: string
  due_on: string
  due_at: string
  rolled_on: string
  is_provisional: boolean
  extension_days: number
  paused_since: string | null
  status: 'running' | 'met' | 'late' | 'cancelled' | 'lapsed'
  ended_at: string | null
  days_left: number | null
}
export interface Deadline extends Clock {
  levels: Level[]
}
export interface TraceStep {
  day: string
  kind: 'start' | 'counted' | 'weekend' | 'holiday' | 'makeup' | 'paused' | 'extended' | 'rolled'
  number: number
  name: string | null
  is_provisional: boolean
}
export interface Case extends CaseSummary {
  purpose: Purpose
  request: string
  facts: string | null
  reasons: string | null
  source_platform: string | null
  place_unit_id: string | null
  place_detail: string | null
  outcome: Demand['outcome']
  certificate: string | null // its content was destroyed under it
  workflow: { key: string; version: number }
  demands: Demand[]
  parties: Party[]
  deadlines: Clock[]
  closing: {
    kind: string
    thing_settled: boolean | null
    petitioner_accepts: string | null
    note: string | null
    closed_at: string
    retention: string | null
    archived_at: string | null
    archive_number: string | null
  } | null
  elapsed_days: number
  accepted_at: string | null
  submissions_count: number
}

export type FieldKind =
  'text' | 'long' | 'date' | 'int' | 'bool' | 'choice' | 'unit' | 'account' | 'class' | 'demand' | 'answers'
export interface EventField extends Titled {
  name: string
  kind: FieldKind
  hint_zh: string | null
  hint_en: string | null
  required: boolean
  of_one?: boolean // belongs to one case
  required_when: { field: string; is: string } | null
  min: number
  max: number // 0: what the kind allows
  choices: ({ key: string } & Titled)[]
}
export interface Refusal {
  code: string
  detail: string
  rule: string | null
  pointer: string | null
}
export interface Transition extends Titled {
  event: string
  hint_zh: string | null
  hint_en: string | null
  allowed: boolean
  of_one?: boolean // is about one case
  to: string | null
  fields: EventField[]
  refusals: Refusal[]
  documents: string[]
}
export interface Transitions {
  state: string
  version: number
  data: Transition[]
}
export interface JournalEntry {
  seq: number
  at: string
  title_zh: string | null
  title_en: string | null
  actor_name: string | null // null: the petitioner or the clock
  actor_unit: string | null
  action: string
  event: string | null
  from_state: string | null
  to_state: string | null
  note: string | null
  changes: { field: string; before: unknown; after: unknown }[]
  hash: string
}
export interface CaseDocument extends Titled {
  id: string
  type: string
  number: string | null
  edition: number
  unit_name: string
  created_at: string
  issued_at: string | null
  author_name: string | null
  signer_name: string | null
  status: 'draft' | 'checked' | 'signed' | 'issued' | 'delivered' | 'withdrawn'
  body: unknown // what the paper states, by the fields of its event
}
export interface Delivery {
  id: string
  document_id: string
  method: string
  received_on: string
  receiver: string | null
  proof: string
}
export interface Dispatch {
  id: string
  kind: string
  part: 'lead' | 'assisting'
  from_unit_name: string
  to_unit_name: string
  sent_at: string
  feedback_due_on: string | null
  status: 'open' | 'objected' | 'accepted' | 'redispatched' | 'not_accepted' | 'closed'
  basis: string | null
  report: string | null
  reported_at: string | null
  objection: {
    filed_at: string
    ground: string | null
    legal_basis: string | null
    suggested_unit_name: string | null
    ruling: string | null
    ruled_at: string | null
    ruling_reason: string | null
  } | null
}
export interface CaseLink {
  id: string
  kind: string
  direction: 'from' | 'to'
  reason: string | null
  matter: {
    id: string
    number: string
    title: string
    lane: string
    stage: string
    state: string
    state_title_zh: string
    state_title_en: string
    registered_at: string
  }
  is_undone: boolean
  created_at: string
}
export interface RepeatCandidate {
  id: string
  number: string
  title: string
  registered_at: string
  is_open: boolean
  is_final: boolean
  same_id: boolean
  same_phone: boolean
  same_name: boolean
  same_place: boolean
  same_class: boolean
  similarity: number
}
export interface Supervision {
  found: { trigger: string; unit_name: string; status: 'open' | 'closed'; found_at: string }[]
  measures: {
    number: number
    measure: string
    unit_name: string
    problem: string
    demand: string
    reply_due_on: string
    status: 'open' | 'answered' | 'accepted' | 'returned'
    answer: string | null
    judgement: string | null
  }[]
}
export interface RatingInvitation {
  round: number
  at: string
  until: string
}
export interface Ratings {
  state: 'open' | 'partly_rated' | 'rated' | 'not_rated' | 'none'
  invitations: RatingInvitation[]
  data: {
    target: string
    value: string
    comment: string | null
    via: string
    reference: string | null
    is_current: boolean
  }[]
}
export interface RatingInput {
  code: string
  target: string
  value: string
  comment: string | null
}
export interface Evidence {
  id: string
  title: string
  fact: string
  source: string
  reference: string | null
  captured_on: string
}
export interface PartyInFull {
  name: string | null
  id_number: string | null
  phone: string | null
  email: string | null
  address: string | null
  bank_account: string | null
  health: string | null
}
export interface Precedent {
  id: string
  unit_name: string
  facts: string | null
  legal_basis: string | null
  ruled_at: string
}
/** As it came in; what was not given is not there. */
export type SealedContent = { demands: string[] } & Partial<
  Record<'title' | 'request' | 'facts' | 'reasons' | 'class_code' | 'place_detail' | 'oral_record', string>
>
export interface CompletenessItem {
  key: string
  loop: 'duty' | 'procedure' | 'service'
  title: string
  hint: string | null
  state: 'missing' | 'holds' | 'exempt'
}
export interface Agreement {
  id: string
  kind: string
  other_party: string
  mediator: string | null
  signed_on: string
  terms: string
  is_in_force: boolean
  instalments: {
    position: number
    text: string
    amount_fen: number | null
    due_on: string
    status: string
    done_on: string | null
    proof: string | null
  }[]
}
export interface Contact {
  id: string
  on: string
  method: string
  spoke_with: string
  content: string
  reached: boolean
  next: string | null
  account_name: string | null
  unit_name: string | null
}
export interface CaseFile {
  id: string
  kind: 'original' | 'redacted'
  of_id: string | null
  status: 'kept' | 'removed'
  name: string | null
  media: string
  hash: string
  size: number
  account_name: string | null
  unit_name: string | null
  from_petitioner: boolean
  created_at: string
  removed_at: string | null
  removed_name: string | null
  removed_reason: string | null
  may_open: boolean
  needs_reason: boolean
  may_remove: boolean
}
export interface FileList {
  data: CaseFile[]
  max_bytes: number
  left_bytes: number
}
export interface WorklistSummary {
  due_today: number
  due_week: number
  overdue: number
  returned: number
  returned_to_me: number
  unclaimed: number
  mine: number
  awaiting_review: number
  supervision: number
  as_of: string
}
export interface Notice {
  id: string
  created_at: string
  kind: string
  case_id: string
  case_number: string
  case_title: string
  text_zh: string
  text_en: string
  reason_zh: string
  reason_en: string
  read_at: string | null
}

export interface WorkflowSummary extends Titled {
  key: string
  version: number
  lane: string
  is_current: boolean
}
export interface Workflow {
  key: string
  version: number
  definition: unknown // read by composables/definition.ts
  conditions: { name: string; refusal_zh: string; refusal_en: string; article: string | null }[]
  documents: ({ type: string } & Titled)[]
}
export interface WorkflowClock extends Titled {
  key: string
  article: string
  kind: Clock['kind']
  unit: DueUnit
  length: number
  extension_max: number
  workflows: string[]
}

export type * from './publicTypes'
export type * from './archiveTypes'
export type * from './accountTypes'
