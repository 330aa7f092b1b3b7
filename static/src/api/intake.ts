/** The calls beside the register form. Numbers of people go in a body, never in an address. */
import { call, get } from './client'
import type { ClassHint, IntakeDraft, KnownPerson } from './intakeTypes'
import type { RepeatCandidate } from './types'

const ask = async <T>(path: string, body: unknown, signal: AbortSignal) =>
  (await call<{ data: T[] }>('POST', path, { body, signal })).data.data

export const intake = {
  lookUp: (body: { id_number?: string; phone?: string }, signal: AbortSignal) =>
    ask<KnownPerson>('/persons/lookup', body, signal),
  candidates: (
    body: {
      title?: string
      request?: string
      class_code?: string
      place_unit_id?: string
      persons?: { person_id: string }[]
    },
    signal: AbortSignal,
  ) => ask<RepeatCandidate>('/submissions/candidates', body, signal),
  classHints: (body: { title: string; request: string }, signal: AbortSignal) =>
    ask<ClassHint>('/submissions/class-hints', body, signal),
}
const DRAFTS = '/me/intake-drafts'
export const intakeDrafts = {
  own: () => get<{ data: IntakeDraft[] }>(DRAFTS),
  put: async (id: string, content: unknown) =>
    (await call<{ saved_at: string }>('PUT', `${DRAFTS}/${id}`, { body: { content } })).data,
  drop: (id: string) => call<void>('DELETE', `${DRAFTS}/${id}`),
}
