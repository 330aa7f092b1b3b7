/**
 * The only place that calls fetch. It adds the anti-forgery header, the language, If-Match and Idempotency-Key, and turns
 * every refusal into a Problem.
 */
import { offline, Problem, problemOf } from './problem'

export const BASE = '/api/v1'

type Query = Record<string, string | number | boolean | null | undefined>
export interface Options {
  query?: Query
  body?: unknown
  ifMatch?: number | '*' // '*': whatever changed meanwhile does not matter
  idempotencyKey?: string
  signal?: AbortSignal
  isFile?: boolean // the reply is a Blob
}
export interface Reply<T> {
  data: T
  version: number | null
}

let csrf = ''
let language = 'zh-CN'
/** What the desk does about a refusal. */
export const hooks = {
  /** Nobody is signed in (any more). */
  signedOut: () => {},
  /** The server wants to know anew who it is; true when it now does, and the call is made again. */
  prove: async () => false,
}

export const setCsrf = (value: string) => {
  csrf = value
}
export const setLanguage = (value: string) => {
  language = value
}
export function queryString(query: Query | undefined): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if ((value ?? '') !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}

export function headersOf(method: string, options: Options): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language })
  if (options.body !== undefined) headers.set('Content-Type', 'application/json')
  if (method !== 'GET' && csrf) headers.set('X-CSRF', csrf)
  if (options.ifMatch !== undefined) headers.set('If-Match', options.ifMatch === '*' ? '*' : `"${options.ifMatch}"`)
  if (options.idempotencyKey) headers.set('Idempotency-Key', `"${options.idempotencyKey}"`)
  return headers
}

export async function call<T>(method: string, path: string, options: Options = {}): Promise<Reply<T>> {
  const init: RequestInit = { method, headers: headersOf(method, options) }
  if (options.body !== undefined) init.body = JSON.stringify(options.body)
  if (options.signal) init.signal = options.signal
  const asked = csrf
  let response: Response
  try {
    response = await fetch(BASE + path + queryString(options.query), init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw offline()
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    // A late answer to a session that was replaced meanwhile says nothing about this one.
    if (problem.status === 401 && path !== '/sessions' && asked === csrf) hooks.signedOut()
    if (problem.code === 'proof_needed' && (await hooks.prove())) return call(method, path, options)
    throw problem
  }
  const etag = response.headers.get('ETag')?.match(/"(\d+)"/)
  const data = (response.status === 204 ? undefined : await (options.isFile ? response.blob() : response.json())) as T
  return { data, version: etag ? Number(etag[1]) : null }
}

export const get = async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  (await call<T>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) })).data

/** crypto.randomUUID does not exist on plain http, which an intranet may well be. */
export const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-')

/**
 * One key for one intent: the same body sent again (a lost reply, an impatient second press) carries the same key and is
 * done once; a changed body is a new intent.
 */
export function idempotentSender() {
  let key = ''
  let sent = ''
  return {
    keyFor(body: unknown): string {
      const text = JSON.stringify(body)
      if (text !== sent) {
        key = newKey()
        sent = text
      }
      return key
    },
    done() {
      sent = ''
    },
  }
}

export const isProblem = (error: unknown): error is Problem => error instanceof Problem
