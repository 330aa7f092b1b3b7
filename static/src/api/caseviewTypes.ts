/** What the page of a case asks for beside the case itself. */
import type { CaseDocument, Contact, Stage } from './types'

/** A draft of one's own; without content there is none. */
export interface Draft {
  composer: string
  content: unknown
  case_version: number | null
  saved_at: string | null
}
export interface OwnDraft {
  case_id: string
  case_number: string
  case_title: string
  composer: string
  title_zh: string | null
  title_en: string | null
  saved_at: string
}
/** The case was in this state with this holder for that long. */
export interface CaseStep {
  state: string
  title_zh: string | null
  title_en: string | null
  stage: Stage | null
  event: string | null // null: registration
  event_zh: string | null
  event_en: string | null
  unit_name: string | null
  handler_name: string | null
  from: string
  until: string | null // null: still
}
export type PresenceMode = 'away' | 'idle' | 'viewing' | 'writing'
export interface Present {
  name: string
  unit_name: string | null
  mode: Exclude<PresenceMode, 'away'>
}
export interface RecordedContact extends Contact {
  created_at: string
}
/** What the timeline joins to an entry by its instant. */
export interface TimelineParts {
  contacts: RecordedContact[]
  documents: CaseDocument[]
}

/** A step of local practice on a case: what is to be done, and what was. */
export interface PracticeStep {
  key: string
  title_zh: string
  title_en: string
  who_zh: string | null
  who_en: string | null
  evidence_zh: string
  evidence_en: string
  after: string // key of the step that it comes after, or "registered"
  target_on: string | null
  is_late: boolean
  done_on: string | null
  note: string | null
  account_name: string | null
  unit_name: string | null
  noted_at: string | null
}
export interface CasePractice {
  key: string
  version: number
  title_zh: string
  title_en: string
  source_zh: string
  source_en: string
  steps: PracticeStep[]
}
/** Which kind of cases is worked by a template, since when. */
export interface PracticeUse {
  practice_key: string
  workflow_key: string
  first_only: boolean
  since: string
}
