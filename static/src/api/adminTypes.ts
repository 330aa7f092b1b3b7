/** What administrators and auditors see and send. */
import type { Titled, Unit, UnitKind } from './types'

export interface Succession {
  id: string
  successor_id: string
  successor_name: string
  from_on: string
  basis: string
  cases: number
  created_at: string
}
export interface AdminUnit extends Unit {
  path: string
  doc_mark: string | null
  valid_from: string
  valid_to: string | null
  sort: number
  version: number
  successions: Succession[]
}
export interface UnitRow {
  code: string
  name: string
  kind: UnitKind
  short_name?: string
  parent_code?: string
  can_handle?: boolean
  doc_mark?: string
  phone?: string
  address?: string
}
export interface Duties {
  data: { code: string; title_zh: string | null; title_en: string | null }[]
  version: number
}

export interface Account {
  id: string
  login: string
  name: string
  unit_id: string | null
  unit_name: string | null
  is_disabled: boolean
  locale: string
  created_at: string
  version: number
}
export interface AccountAccess {
  has_password: boolean
  has_factor: boolean
  factor_since: string | null
  sessions: number
  tokens: number
  reset_until: string | null
  reset_is_held: boolean
  is_guarded: boolean
  substitutions: { absent_name: string; substitute_name: string; valid_from: string; valid_to: string }[]
}
export interface AdminGrant {
  id: string
  account_id: string
  account_name: string
  role: string
  role_title_zh: string
  role_title_en: string
  unit_id: string
  unit_name: string
  scope: Scope
  valid_from: string | null
  valid_to: string | null
  created_at: string
  for_name: string | null
}
export const SCOPES = ['own', 'unit', 'subtree', 'all'] as const
export type Scope = (typeof SCOPES)[number]
export interface GrantInput {
  account_id: string
  role: string
  unit_id: string
  scope: Scope
  valid_from?: string
  valid_to?: string
}
export interface Role extends Titled {
  key: string
  permissions: string[]
  needs_factor: boolean
  is_guarded: boolean
}
export interface ConfirmationInput extends Partial<GrantInput> {
  kind: 'grant' | 'revocation' | 'reset_code' | 'second_factor'
  grant_id?: string
  reason: string
}

export interface Dictionary {
  kind: string
  entries: number
  retired: number
  is_open: boolean
}
export interface Term extends Titled {
  code: string
  parent_code: string | null
  official_code: string | null
  sort: number
  is_own: boolean
  is_retired: boolean
  version: number
}

export interface OfficeSettings {
  county_name: string | null
  bureau_name: string | null
  phone: string | null
  address: string | null
  hours: string | null
  profile: string | null
}
export interface Settings {
  office: OfficeSettings
  server: { name: string; value: string; unit: string | null; from: string | null; about: string }[]
  version: number
}

export interface AccountToken {
  id: string
  account_id: string
  account_login: string
  account_name: string
  name: string
  permissions: string[]
  created_at: string
  expires_on: string
}

export interface OfficeEntry {
  seq: number
  at: string
  actor_id: string
  actor_name: string | null
  action: string
  object_id: string
  object_name: string | null
  changes: { field: string; before: string | null; after: string | null }[]
  hash: string
}
export interface JournalState {
  entries: number
  head: string | null
  checkpoint: { seq: number; at_ms: number; office_seq: number; hash: string } | null
}
export interface JournalVerification {
  entries: number
  is_good: boolean
  bad_seq: number | null
  why: string | null
  checkpoint: number | null
  is_checkpoint_good: boolean
}
