import { afterEach, describe, expect, it, vi } from 'vitest'
import { actsOfAll } from '../../src/composables/batch'

const answer = { looked: 3, data: [{ count: 2, event: { event: 'screen', title_zh: '甄别', title_en: 'Screen' } }] }
const asked = () => {
  const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(Response.json(answer)))
  vi.stubGlobal('fetch', fetch)
  return fetch
}
afterEach(() => vi.unstubAllGlobals())

describe('what several cases offer', () => {
  it('is one question, however many they are', async () => {
    const fetch = asked()
    const items = Array.from({ length: 200 }, (_, i) => ({ id: `case${i}`, if_match: 1 }))
    const found = await actsOfAll({ items }, new AbortController().signal)
    expect(found.looked).toBe(3)
    expect(found.acts.map((a) => [a.event, a.count])).toEqual([['screen', 2]])
    expect(fetch).toHaveBeenCalledTimes(1)
    const [url, init] = fetch.mock.calls[0]!
    expect(String(url)).toContain('/cases:transitions')
    expect((JSON.parse(String(init!.body)) as { ids: string[] }).ids).toHaveLength(200)
  })
  it('asks by the filter when all that match are meant', async () => {
    const fetch = asked()
    await actsOfAll({ filter: { state: 'registered' } }, new AbortController().signal)
    expect(JSON.parse(String(fetch.mock.calls[0]![1]!.body))).toEqual({ filter: { state: 'registered' } })
  })
})
