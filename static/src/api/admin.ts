/** The calls of administration and audit, by noun. */
import { call, get, isProblem } from './client'
import type { Confirmation, Handler, List } from './types'
import type * as A from './adminTypes'

const enc = encodeURIComponent
type Query = Record<string, string | number | undefined>

export const adminUnits = {
  page: (query: { cursor?: string | undefined; limit: number }) => get<List<A.AdminUnit>>('/units', query),
  get: (id: string, signal?: AbortSignal) => get<A.AdminUnit>(`/units/${enc(id)}`, undefined, signal),
  add: async (body: object, key: string) =>
    (await call<A.AdminUnit>('POST', '/units', { body, idempotencyKey: key })).data,
  change: async (id: string, version: number, body: object) =>
    (await call<A.AdminUnit>('PATCH', `/units/${enc(id)}`, { body, ifMatch: version })).data,
  succeed: (id: string, body: { successor_id: string; from_on: string; basis: string }, key: string) =>
    call<A.Succession>('POST', `/units/${enc(id)}/succession`, { body, idempotencyKey: key }),
  duties: (id: string, signal?: AbortSignal) => get<A.Duties>(`/units/${enc(id)}/duties`, undefined, signal),
  setDuties: async (id: string, version: number, codes: string[]) =>
    (await call<A.Duties>('PUT', `/units/${enc(id)}/duties`, { body: { class_codes: codes }, ifMatch: version })).data,
  handlers: (id: string, signal?: AbortSignal) =>
    get<{ data: Handler[] }>(`/units/${enc(id)}/handlers`, undefined, signal),
  import: async (rows: A.UnitRow[], dryRun: boolean) =>
    (await call<{ units: number; is_done: boolean }>('POST', '/units/import', { body: { rows, dry_run: dryRun } }))
      .data,
}

export const accounts = {
  page: (query: Query, signal?: AbortSignal) => get<List<A.Account>>('/accounts', query, signal),
  get: (id: string, signal?: AbortSignal) => get<A.Account>(`/accounts/${enc(id)}`, undefined, signal),
  access: (id: string, signal?: AbortSignal) => get<A.AccountAccess>(`/accounts/${enc(id)}/access`, undefined, signal),
  add: async (body: object, key: string) =>
    (await call<A.Account>('POST', '/accounts', { body, idempotencyKey: key })).data,
  change: async (id: string, version: number, body: object) =>
    (await call<A.Account>('PATCH', `/accounts/${enc(id)}`, { body, ifMatch: version })).data,
  endSessions: (id: string) => call<void>('DELETE', `/accounts/${enc(id)}/sessions`),
  dropFactor: (id: string) => call<void>('DELETE', `/accounts/${enc(id)}/second-factor`),
  resetCode: async (id: string, knownBy: string) =>
    (
      await call<{ code: string; ends_at: string }>('POST', `/accounts/${enc(id)}/reset-codes`, {
        body: { known_by: knownBy },
      })
    ).data,
}

export const grants = {
  page: (query: Query, signal?: AbortSignal) => get<List<A.AdminGrant>>('/grants', query, signal),
  add: (body: A.GrantInput, key: string) => call<A.AdminGrant>('POST', '/grants', { body, idempotencyKey: key }),
  drop: (id: string) => call<void>('DELETE', `/grants/${enc(id)}`),
  roles: () => get<{ data: A.Role[] }>('/roles'),
}

/** What one administrator may not do alone is asked for; a second person does it. */
export const askSecond = async (body: A.ConfirmationInput) =>
  (await call<Confirmation>('POST', '/confirmations', { body })).data

/** Does it, or asks for it where the server wants a second person. */
export async function orAskSecond<T>(
  act: () => Promise<T>,
  body: A.ConfirmationInput,
): Promise<{ done: T; asked: null } | { done: null; asked: Confirmation }> {
  try {
    return { done: await act(), asked: null }
  } catch (error) {
    if (!isProblem(error) || error.code !== 'confirmation_needed') throw error
    return { done: null, asked: await askSecond(body) }
  }
}

export const dictionaries = {
  list: (signal?: AbortSignal) => get<{ data: A.Dictionary[] }>('/dictionaries', undefined, signal),
  terms: (kind: string, signal?: AbortSignal) =>
    get<{ data: A.Term[] }>(`/dictionaries/${enc(kind)}`, { retired: true }, signal),
  add: async (kind: string, body: object, key: string) =>
    (await call<A.Term>('POST', `/dictionaries/${enc(kind)}`, { body, idempotencyKey: key })).data,
  change: async (kind: string, term: A.Term, body: object) =>
    (await call<A.Term>('PATCH', `/dictionaries/${enc(kind)}/${enc(term.code)}`, { body, ifMatch: term.version })).data,
  drop: (kind: string, code: string) => call<void>('DELETE', `/dictionaries/${enc(kind)}/${enc(code)}`),
}

export const settings = {
  get: (signal?: AbortSignal) => get<A.Settings>('/settings', undefined, signal),
  change: async (version: number, body: object) =>
    (await call<A.Settings>('PATCH', '/settings', { body, ifMatch: version })).data,
}

export const accountTokens = {
  page: (query: Query, signal?: AbortSignal) => get<List<A.AccountToken>>('/account-tokens', query, signal),
  end: (id: string, reason: string) => call<void>('DELETE', `/account-tokens/${enc(id)}`, { query: { reason } }),
}

export const officeJournal = {
  page: (query: Query, signal?: AbortSignal) => get<List<A.OfficeEntry>>('/journal', query, signal),
  state: (signal?: AbortSignal) => get<A.JournalState>('/journal/state', undefined, signal),
  verify: () => get<A.JournalVerification>('/journal/verification'),
}
