/** The calls of the public portal: no account, no cookie. */
import { call, get } from './client'
import type * as T from './types'

export const portal = {
  site: () => get<T.PublicSite>('/public/site'),
  dictionary: (kind: string) => get<{ data: T.DictionaryEntry[] }>(`/public/dictionaries/${encodeURIComponent(kind)}`),
  workflows: () => get<{ data: T.WorkflowSummary[] }>('/public/workflows'),
  workflow: (key: string, signal?: AbortSignal) =>
    get<T.Workflow>(`/public/workflows/${encodeURIComponent(key)}`, undefined, signal),
  clocks: (signal?: AbortSignal) => get<{ data: T.WorkflowClock[] }>('/public/clocks', undefined, signal),
  places: () => get<{ data: T.Place[] }>('/public/places'),
  submit: async (body: T.SubmissionInput, key: string) =>
    (await call<{ receipt: T.Receipt }>('POST', '/public/submissions', { body, idempotencyKey: key })).data.receipt,
  rate: async (number: string, body: T.RatingInput) =>
    (await call<{ value: string }>('POST', `/public/cases/${encodeURIComponent(number)}/ratings`, { body })).data,
  addMaterial: async (number: string, body: T.MaterialInput, key: string) =>
    (
      await call<T.MaterialAdded>('POST', `/public/cases/${encodeURIComponent(number)}/materials`, {
        body,
        idempotencyKey: key,
      })
    ).data,
  askReview: async (number: string, body: T.ReviewInput, key: string) =>
    (
      await call<T.ReviewAsked>('POST', `/public/cases/${encodeURIComponent(number)}/reviews`, {
        body,
        idempotencyKey: key,
      })
    ).data,
  /** Without a code: a new draft. The code is in the body, never in an address. */
  keepDraft: async (code: string, content: unknown) =>
    code
      ? { code, ...(await call<{ expires_at: string }>('PUT', '/public/drafts', { body: { code, content } })).data }
      : (await call<T.DraftKept>('POST', '/public/drafts', { body: { content } })).data,
  openDraft: async (code: string) =>
    (await call<T.DraftOpened>('POST', '/public/draft-openings', { body: { code } })).data,
  removeDraft: async (code: string) => (await call('POST', '/public/draft-removals', { body: { code } })).data,
  proof: (number: string, code: string) => get<T.Proof>(`/public/cases/${encodeURIComponent(number)}/proof`, { code }),
  checkProof: async (body: T.Proof) => (await call<T.ReceiptCheck>('POST', '/public/receipt-checks', { body })).data,
  checkpoints: (cursor?: string) => get<T.List<T.Checkpoint>>('/public/checkpoints', { limit: 200, cursor }),
  checkpointKeys: () => get<{ data: T.CheckpointKey[] }>('/public/checkpoint-keys'),
  track: (number: string, code: string) => get<T.PublicCase>(`/public/cases/${encodeURIComponent(number)}`, { code }),
}
