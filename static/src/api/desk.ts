/** The calls of the staff desk, by noun. */
import { BASE, call, get, type Reply } from './client'
import { fetchFile, uploadFile } from './upload'
import type * as T from './types'

const enc = encodeURIComponent

export const session = {
  current: () => get<T.Session>('/sessions/current'),
  signIn: async (login: string, password: string, code?: string) =>
    (await call<T.Session>('POST', '/sessions', { body: { login, password, ...(code ? { code } : {}) } })).data,
  reset: (body: { login: string; code: string; second_code?: string; new_password: string }) =>
    call<void>('POST', '/password-resets', { body }),
  signOut: () => call<void>('DELETE', '/sessions/current'),
}

/** One's own account. */
export const me = {
  prove: async (proof: { password: string } | { code: string }) =>
    (await call<T.Session>('POST', '/me/proofs', { body: proof })).data,
  password: async (body: { old_password: string; new_password: string }) =>
    (await call<T.Session>('PUT', '/me/password', { body })).data,
  sessions: () => get<{ data: T.OwnSession[] }>('/me/sessions'),
  changes: () => get<{ data: T.OwnChange[] }>('/me/changes'),
  seeChanges: (seq: number) => call<void>('PUT', '/me/changes/seen', { body: { seq } }),
  endSession: (id: string) => call<void>('DELETE', `/me/sessions/${enc(id)}`),
  substitutions: () => get<T.SubstitutionList>('/me/substitutions'),
  substitute: (body: { substitute_id: string; valid_from: string; valid_to: string }) =>
    call<T.Substitution>('POST', '/me/substitutions', { body }),
  endSubstitution: (id: string) => call<void>('DELETE', `/me/substitutions/${enc(id)}`),
  factor: () => get<T.SecondFactor>('/me/second-factor'),
  beginFactor: async () => (await call<T.SecondFactorBegun>('POST', '/me/second-factor', { body: {} })).data,
  confirmFactor: async (code: string) =>
    (await call<T.SecondFactorConfirmed>('POST', '/me/second-factor/confirmation', { body: { code } })).data,
  dropFactor: () => call<void>('DELETE', '/me/second-factor'),
  recoveryCodes: async () =>
    (await call<{ recovery_codes: string[] }>('POST', '/me/recovery-codes', { body: {} })).data.recovery_codes,
  tokens: () => get<{ data: T.Token[] }>('/tokens'),
  makeToken: async (body: { name: string; expires_on: string; permissions: string[] }) =>
    (await call<T.TokenMade>('POST', '/tokens', { body })).data,
  dropToken: (id: string) => call<void>('DELETE', `/tokens/${enc(id)}`),
}

/** What one administrator may not do alone. */
export const confirmations = {
  list: (signal?: AbortSignal) => get<{ data: T.Confirmation[] }>('/confirmations', undefined, signal),
  decide: async (id: string, verb: 'confirm' | 'refuse') =>
    (await call<T.Confirmation>('POST', `/confirmations/${enc(id)}/${verb}`, { body: {} })).data,
}

export const units = {
  page: (query: { cursor?: string | undefined; limit: number }) => get<T.List<T.Unit>>('/units', query),
  handlers: (id: string) => get<{ data: T.Handler[] }>(`/units/${enc(id)}/handlers`),
}

export const dictionary = (kind: string) => get<{ data: T.DictionaryEntry[] }>(`/dictionaries/${enc(kind)}`)

export type CaseQuery = Record<string, string | undefined>
const part =
  <R>(name: string) =>
  (id: string, signal?: AbortSignal) =>
    get<R>(`/cases/${enc(id)}/${name}`, undefined, signal)

export const cases = {
  list: (query: CaseQuery, signal?: AbortSignal) => get<T.CaseList>('/cases', query, signal),
  get: (id: string, signal?: AbortSignal): Promise<Reply<T.Case>> =>
    call<T.Case>('GET', `/cases/${enc(id)}`, signal ? { signal } : {}),
  transitions: part<T.Transitions>('transitions'),
  deadlines: part<{ data: T.Deadline[] }>('deadlines'),
  documents: part<{ data: T.CaseDocument[] }>('documents'),
  deliveries: part<{ data: T.Delivery[] }>('deliveries'),
  dispatches: part<{ data: T.Dispatch[] }>('dispatches'),
  contacts: part<{ data: T.Contact[] }>('contacts'),
  links: part<{ data: T.CaseLink[] }>('links'),
  candidates: part<{ data: T.RepeatCandidate[] }>('candidates'),
  completeness: part<{ data: T.CompletenessItem[] }>('completeness'),
  supervision: part<T.Supervision>('supervision'),
  ratings: part<T.Ratings>('ratings'),
  evidence: part<{ data: T.Evidence[] }>('evidence'),
  agreements: part<{ data: T.Agreement[] }>('agreements'),
  files: part<T.FileList>('files'),
  submissions: part<{ data: T.Submission[] }>('submissions'),
  journal: (id: string, cursor: string | undefined, signal: AbortSignal) =>
    get<T.List<T.JournalEntry>>(`/cases/${enc(id)}/journal`, { limit: 200, cursor }, signal),
  trace: (id: string, deadline: string) =>
    get<{ deadline: T.Deadline | null; steps: T.TraceStep[] }>(`/cases/${enc(id)}/deadlines/${enc(deadline)}/trace`),
  transition: (
    id: string,
    version: number | '*',
    key: string,
    body: { event: string; fields: Record<string, unknown>; note?: string },
  ) => call<T.Case>('POST', `/cases/${enc(id)}/transitions`, { body, ifMatch: version, idempotencyKey: key }),
  revealParty: (id: string, party: string, reason: string) =>
    call<T.PartyInFull>('POST', `/cases/${enc(id)}/parties/${enc(party)}/reveal`, { body: { reason } }),
  correctParty: (id: string, party: string, version: number, body: T.PersonCorrection) =>
    call<{ version: number }>('POST', `/cases/${enc(id)}/parties/${enc(party)}/correction`, { body, ifMatch: version }),
  reveal: (id: string, reason: string) =>
    call<{ content: T.SealedContent }>('POST', `/cases/${enc(id)}/reveal`, { body: { reason } }),
}

/** Files of a case. */
export const files = {
  add: (
    id: string,
    of: string | null,
    file: File,
    key: string,
    progress: (part: number) => void,
    signal: AbortSignal,
  ) =>
    uploadFile<T.FileList>(
      `/cases/${enc(id)}/files${of === null ? '' : `/${enc(of)}/redacted`}`,
      file,
      key,
      progress,
      signal,
    ),
  open: (id: string, file: string, reason: string) =>
    fetchFile(`/cases/${enc(id)}/files/${enc(file)}/open`, { reason }),
  show: async (id: string, file: string) =>
    (await call<Blob>('GET', `/cases/${enc(id)}/files/${enc(file)}/content`, { isFile: true })).data,
  /** A redacted copy is an ordinary link. */
  address: (id: string, file: string) => `${BASE}/cases/${enc(id)}/files/${enc(file)}/content`,
  remove: (id: string, file: string, reason: string) =>
    call<void>('DELETE', `/cases/${enc(id)}/files/${enc(file)}`, { query: { reason } }),
}

export const precedents = {
  of: (classCode: string, signal: AbortSignal) =>
    get<{ data: T.Precedent[] }>('/precedents', { class_code: classCode }, signal),
}

export const submissions = {
  register: async (body: T.SubmissionInput, key: string) =>
    (
      await call<{ submission: T.Submission; case: T.Case; receipt: T.Receipt }>('POST', '/submissions', {
        body,
        idempotencyKey: key,
      })
    ).data,
}

export const worklist = {
  summary: (signal?: AbortSignal) => get<T.WorklistSummary>('/worklist/summary', undefined, signal),
}

export const notices = {
  list: (query: { unread?: string | undefined; cursor?: string | undefined }, signal?: AbortSignal) =>
    get<T.List<T.Notice>>('/notices', { ...query, limit: 50 }, signal),
  read: (id: string) => call<T.Notice>('POST', `/notices/${enc(id)}/reads`, { body: {} }),
}

export const workflows = {
  list: () => get<{ data: { key: string; version: number; is_current: boolean }[] }>('/workflows'),
  get: (key: string, version: number) =>
    get<{ key: string; version: number; definition: unknown }>(`/workflows/${enc(key)}`, { version }),
}

/** Terms of the archive, and what was destroyed. */
export const retention = {
  list: (query: { list: string; cursor?: string | undefined }, signal?: AbortSignal) =>
    get<T.List<T.RetentionCase>>('/retention/candidates', { ...query, limit: 100 }, signal),
  hold: (id: string, reason: string) => call<T.RetentionCase>('POST', `/cases/${enc(id)}/hold`, { body: { reason } }),
  release: (id: string, reason: string) =>
    call<T.RetentionCase>('POST', `/cases/${enc(id)}/release`, { body: { reason } }),
  withdraw: (id: string, reason: string) =>
    call<T.RetentionCase>('POST', `/cases/${enc(id)}/withdraw-purge`, { body: { reason } }),
  propose: async (caseIds: string[], appraisal: string) =>
    (await call<T.PurgeResults>('POST', '/retention/proposals', { body: { case_ids: caseIds, appraisal } })).data,
  purge: async (caseIds: string[], reason: string) =>
    (await call<T.PurgeResults>('POST', '/retention/purges', { body: { case_ids: caseIds, reason } })).data,
  certificates: (query: { cursor?: string | undefined }, signal?: AbortSignal) =>
    get<T.List<T.Certificate>>('/certificates', { ...query, limit: 50 }, signal),
  certificatePdf: (id: string, lang: string) => `/api/v1/certificates/${enc(id)}/pdf?lang=${enc(lang)}`,
}
