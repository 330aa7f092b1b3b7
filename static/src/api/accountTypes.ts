/** One's own account, and what concerns accounts that two people change. */
import type { Session } from './types'

export interface OwnChange {
  seq: number
  at: string
  action: `account.${'password' | 'reset' | 'reset_code'}` | `factor.${'add' | 'codes' | 'drop' | 'recover'}`
  is_own: boolean
  actor_name: string | null // null: with a code, or at the machine
  is_new: boolean
}
export interface OwnSession {
  id: string
  agent: string
  address: string | null
  created_at: string
  seen_at: string
  expires_at: string
  is_current: boolean
}
export interface Substitution {
  id: string
  account_name: string
  substitute_name: string
  valid_from: string
  valid_to: string
  is_mine: boolean
}
export interface SubstitutionList {
  data: Substitution[]
  colleagues: { id: string; name: string }[]
}
export interface SecondFactor {
  is_on: boolean
  since: string | null
  recovery_codes_left: number
  must_enrol: boolean
}
export interface SecondFactorBegun {
  secret: string
  uri: string
  qr: string[]
}
export interface SecondFactorConfirmed {
  recovery_codes: string[]
  session: Session
}
export interface Token {
  id: string
  name: string
  permissions: string[]
  created_at: string
  expires_on: string
}
export interface TokenMade extends Token {
  token: string
}
export interface Confirmation {
  id: string
  kind: string
  state: string
  account_id: string
  account_name: string
  role: string | null
  role_title_zh: string | null
  role_title_en: string | null
  unit_id: string | null
  unit_name: string | null
  scope: string | null
  valid_from: string | null
  valid_to: string | null
  reason: string
  asked_by: string
  asked_by_name: string
  asked_at: string
  ends_at: string
  decided_by_name: string | null
  decided_at: string | null
  is_own: boolean
  code: string | null
}
