/** What the desk looks up while it registers. */
import type { PartyRole, PersonKind } from './types'

export interface KnownPersonCase {
  id: string
  number: string
  title: string
  role: PartyRole
  state: string
  state_title_zh: string
  state_title_en: string
  is_open: boolean
  registered_at: string
}
/** Somebody who was here before; every personal field masked. */
export interface KnownPerson {
  person_id: string
  kind: PersonKind
  name: string | null
  id_type: string | null
  id_number: string | null
  phone: string | null
  address: string | null
  cases: KnownPersonCase[]
}
export interface ClassHint {
  code: string
  parent_code: string | null
  title_zh: string
  title_en: string
  words: string[]
  in_name: boolean
  similar: number
  of: number
}
/** A registration of one's own that was not sent yet. */
export interface IntakeDraft {
  id: string
  content: unknown
  saved_at: string
}
