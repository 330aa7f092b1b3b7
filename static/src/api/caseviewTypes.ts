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
