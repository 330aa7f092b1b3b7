/** The calls of an administrator who sets up the office. */
import { call, get } from './client'
import type { PracticeUse } from './caseviewTypes'
import type * as T from './setupTypes'

const enc = encodeURIComponent
const post = async <R>(path: string, body: unknown): Promise<R> => (await call<R>('POST', path, { body })).data

export const calendars = {
  get: (year: number, signal?: AbortSignal) => get<T.CalendarYear>(`/calendars/${year}`, undefined, signal),
  /** The text of a file; its lines may end in any way. */
  read: (year: number, text: string) =>
    post<T.CalendarDraft>(`/calendars/${year}/read`, { source: text.replace(/\r\n?/g, '\n') }),
  preview: (year: number, body: T.CalendarDays & { notice: string }) =>
    post<T.CalendarPreview>(`/calendars/${year}/preview`, body),
  load: async (year: number, body: T.CalendarDays & { notice: string }) =>
    (await call<T.CalendarYear>('PUT', `/calendars/${year}`, { body })).data,
}

export const definitions = {
  list: (signal?: AbortSignal) => get<{ data: T.WorkflowItem[] }>('/workflows', undefined, signal),
  get: (key: string, version?: number, signal?: AbortSignal) =>
    get<T.WorkflowText>(`/workflows/${enc(key)}`, version ? { version } : undefined, signal),
  check: (definition: string) => post<T.WorkflowChecked>('/workflows/check', { definition }),
  publish: (definition: string, after_version: number, note: string) =>
    post<T.WorkflowChecked>('/workflows', { definition, after_version, ...(note ? { note } : {}) }),
  profiles: (signal?: AbortSignal) => get<T.ProfileList>('/workflow-profiles', undefined, signal),
  setProfile: async (name: string) =>
    (await call<{ published: number }>('PUT', '/workflow-profiles/current', { body: { name } })).data,
}

export const practices = {
  list: (signal?: AbortSignal) => get<{ data: T.Practice[] }>('/practices', undefined, signal),
  check: (template: string) => post<T.PracticeChecked>('/practices/check', { template }),
  publish: (template: string, note: string) => post<T.Practice>('/practices', { template, ...(note ? { note } : {}) }),
  uses: (signal?: AbortSignal) => get<{ data: PracticeUse[] }>('/practice-uses', undefined, signal),
  use: (key: string, body: { workflows: string[]; first_only: boolean }) =>
    call<{ data: PracticeUse[] }>('PUT', `/practices/${enc(key)}/use`, { body }),
}

export const setup = {
  get: (signal?: AbortSignal) => get<T.Setup>('/setup', undefined, signal),
  setDone: async (is_done: boolean) => (await call<T.Setup>('PUT', '/setup', { body: { is_done } })).data,
  loadSample: async () => (await call<{ units: number }>('POST', '/setup/sample-units', { body: {} })).data,
  demo: (signal?: AbortSignal) => get<T.Demo>('/setup/demo', undefined, signal),
  beginDemo: () => post<T.Demo>('/setup/demo', {}),
  showDemo: () => post<T.Demo>('/setup/demo/show', {}),
  endDemo: async () => (await call<T.Demo>('DELETE', '/setup/demo')).data,
  dropSample: async () => (await call<{ units: number }>('DELETE', '/setup/sample-units')).data,
}
