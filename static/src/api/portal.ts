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
  track: (number: string, code: string) => get<T.PublicCase>(`/public/cases/${encodeURIComponent(number)}`, { code }),
}
