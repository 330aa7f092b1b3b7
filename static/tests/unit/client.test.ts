import { afterEach, describe, expect, it, vi } from 'vitest'
import { call, idempotentSender, isProblem, queryString, setCsrf, hooks } from '../../src/api/client'

afterEach(() => vi.unstubAllGlobals())

function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
  const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(() =>
    Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status, headers })),
  )
  vi.stubGlobal('fetch', fetch)
  return fetch
}
const headers = (fetch: ReturnType<typeof answer>) => new Headers(fetch.mock.calls[0]![1].headers)

describe('call', () => {
  it('adds the anti-forgery header to writes only', async () => {
    setCsrf('secret')
    const read = answer(200)
    await call('GET', '/cases')
    expect(headers(read).has('X-CSRF')).toBe(false)
    const write = answer(200, {}, { ETag: '"8"' })
    const reply = await call('POST', '/cases/c1/transitions', { body: {}, ifMatch: 7, idempotencyKey: 'k' })
    expect(Object.fromEntries([...headers(write)].map(([k, v]) => [k.toLowerCase(), v]))).toMatchObject({
      'x-csrf': 'secret',
      'if-match': '"7"',
      'idempotency-key': '"k"',
      'content-type': 'application/json',
    })
    expect(reply.version).toBe(8)
  })
  it('tells when the session has ended, but not for a wrong password', async () => {
    const hook = vi.fn()
    hooks.signedOut = hook
    answer(401, { code: 'unauthenticated' })
    await expect(call('POST', '/sessions', { body: {} })).rejects.toMatchObject({ status: 401 })
    expect(hook).not.toHaveBeenCalled()
    answer(401, { code: 'unauthenticated' })
    await expect(call('GET', '/cases')).rejects.toMatchObject({ status: 401 })
    expect(hook).toHaveBeenCalledOnce()
    answer(401, { code: 'unauthenticated' })
    const late = call('GET', '/cases')
    setCsrf('of the next session')
    await expect(late).rejects.toMatchObject({ status: 401 })
    expect(hook).toHaveBeenCalledOnce()
  })
  it('turns a dead network into a problem, and leaves an abort alone', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    await expect(call('GET', '/cases')).rejects.toSatisfy(isProblem)
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('', 'AbortError')))
    await expect(call('GET', '/cases')).rejects.not.toSatisfy(isProblem)
  })
  it('leaves empty parts out of the query', () => {
    expect(queryString({ q: '断头路', view: '', cursor: undefined, limit: 50 })).toBe(
      '?q=%E6%96%AD%E5%A4%B4%E8%B7%AF&limit=50',
    )
    expect(queryString(undefined)).toBe('')
  })
})

describe('idempotentSender', () => {
  it('keeps the key for the same body, and takes a new one for another', () => {
    const sender = idempotentSender()
    const first = sender.keyFor({ a: 1 })
    expect(sender.keyFor({ a: 1 })).toBe(first)
    expect(sender.keyFor({ a: 2 })).not.toBe(first)
    const third = sender.keyFor({ a: 1 })
    expect(third).not.toBe(first)
    sender.done()
    expect(sender.keyFor({ a: 1 })).not.toBe(third)
  })
})
