/** What the archive keeps, holds and destroys, and the correction of a person's data. */
export interface RetentionCase {
  case_id: string
  number: string
  archive_number: string | null
  class_code: string | null
  class_title_zh: string | null
  class_title_en: string | null
  retention: string | null
  closed_on: string | null
  last_day: string | null
  held_at: string | null
  held_by: string | null
  hold_reason: string | null
  proposed_at: string | null
  proposed_by: string | null
  is_own: boolean
  appraisal: string | null
}
export interface PurgeResults {
  certificate_id: string | null
  certificate: string | null
  data: { case_id: string; number: string | null; is_done: boolean; code: string | null; message: string | null }[]
}
export interface Certificate {
  id: string
  number: string
  made_at: string
  decided_by: string
  unit_name: string
  reason: string
  cases: number
}
export interface PersonCorrection {
  name?: string
  id_number?: string
  phone?: string
  email?: string
  address?: string
  bank_account?: string
  health?: string
  reason: string
  basis: string
}
