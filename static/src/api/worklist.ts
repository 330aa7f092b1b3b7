/** The calls of the work list: saved views, several cases at once, files. */
import { call, get } from './client'
import type * as T from './worklistTypes'

const enc = encodeURIComponent

export const views = {
  list: (signal?: AbortSignal) => get<{ data: T.SavedView[] }>('/views', { count: 'estimate' }, signal),
  add: async (body: T.ViewInput) => (await call<T.SavedView>('POST', '/views', { body })).data,
  set: async (id: string, version: number, body: T.ViewInput) =>
    (await call<T.SavedView>('PATCH', `/views/${enc(id)}`, { body, ifMatch: version })).data,
  drop: (id: string) => call<void>('DELETE', `/views/${enc(id)}`),
}

export const batch = async (body: T.BatchRequest, signal?: AbortSignal) =>
  (await call<T.BatchReply>('POST', '/cases:batch', { body, ...(signal ? { signal } : {}) })).data

export const actsOfSeveral = async (body: T.CommonEventsRequest, signal?: AbortSignal) =>
  (await call<T.CommonEventList>('POST', '/cases:transitions', { body, ...(signal ? { signal } : {}) })).data

export const files = {
  list: (signal?: AbortSignal) => get<{ data: T.CaseExport[] }>('/exports', undefined, signal),
  make: async (body: T.ExportRequest) => (await call<T.CaseExport>('POST', '/exports', { body })).data,
  decide: async (id: string, verb: 'allow' | 'refuse') =>
    (await call<T.CaseExport>('POST', `/exports/${enc(id)}/${verb}`, { body: {} })).data,
}
