/** The calls of the page of a case beside those of the case itself. */
import { call, get } from './client'
import type * as T from './caseviewTypes'

const enc = encodeURIComponent

export const drafts = {
  own: (signal?: AbortSignal) => get<{ data: T.OwnDraft[] }>('/me/drafts', undefined, signal),
  ofCase: (id: string, signal?: AbortSignal) => get<{ data: T.Draft[] }>(`/cases/${enc(id)}/drafts`, undefined, signal),
  put: async (id: string, composer: string, content: unknown, version: number) =>
    (
      await call<T.Draft>('PUT', `/cases/${enc(id)}/drafts/${enc(composer)}`, {
        body: { content, case_version: version },
      })
    ).data,
  drop: (id: string, composer: string) => call<void>('DELETE', `/cases/${enc(id)}/drafts/${enc(composer)}`),
}
export const steps = (id: string, signal: AbortSignal) =>
  get<{ data: T.CaseStep[] }>(`/cases/${enc(id)}/steps`, undefined, signal)
const write = (part: string) => async (id: string, text: string, key: string) =>
  (await call<{ version: number }>('POST', `/cases/${enc(id)}/${part}`, { body: { text }, idempotencyKey: key })).data
export const addNote = write('notes')
export const addInstruction = write('instructions')
export const sayPresence = async (id: string, mode: T.PresenceMode) =>
  (await call<{ data: T.Present[] }>('POST', `/cases/${enc(id)}/presence`, { body: { mode } })).data.data
export const practices = {
  ofCase: (id: string, signal: AbortSignal) =>
    get<{ data: T.CasePractice[] }>(`/cases/${enc(id)}/practices`, undefined, signal),
  mark: (id: string, practice: string, step: string, body: { on: string; note: string }, key: string) =>
    call('POST', `/cases/${enc(id)}/practices/${enc(practice)}/steps/${enc(step)}`, { body, idempotencyKey: key }),
  undo: (id: string, practice: string, step: string, reason: string, key: string) =>
    call('POST', `/cases/${enc(id)}/practices/${enc(practice)}/steps/${enc(step)}/undo`, {
      body: { reason },
      idempotencyKey: key,
    }),
}
