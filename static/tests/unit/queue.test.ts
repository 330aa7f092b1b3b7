/** What is written offline waits, goes in order, once, and what is refused says why and comes back; nobody else sees or sends it. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { drafts } from '../../src/api/caseview'
import { offline, Problem } from '../../src/api/problem'
import type { Session } from '../../src/api/types'
import { sent, useQueued } from '../../src/composables/queued'
import { online } from '../../src/composables/useLive'
import { dropQueued, flushQueue, isLost, retryQueued, sendOrQueue, useQueue } from '../../src/composables/useQueue'
import { beforeSignOut, useSession } from '../../src/composables/useSession'

const { items } = useQueue()
const { waiting } = useQueued()
const { take } = useSession()
const as = (id: string) => take({ account: { id }, permissions: [], unread_notices: 0, csrf: '' } as unknown as Session)
const settled = async () => {
  for (let i = 0; i < 20; i++) await nextTick()
}
const entry = (text: string, send: (key: string) => Promise<unknown>) => ({
  label: text,
  about: { caseId: 'c1', composer: 'note', text, content: { note: text }, version: 3 },
  key: `key of ${text}`,
  send,
})
const refusal = new Problem(422, 'required', '', 'no', [], null)
beforeEach(async () => {
  as('a1')
  online.value = true
  await flushQueue()
  for (const item of [...items.value]) dropQueued(item.id)
})

describe('the queue', () => {
  it('sends at once when there is a connection', async () => {
    const send = vi.fn(() => Promise.resolve())
    expect(await sendOrQueue(entry('one', send))).toBe(true)
    expect([send.mock.calls.length, items.value.length]).toEqual([1, 0])
  })
  it('hands on what the server refuses, as if there were no queue', async () => {
    await expect(sendOrQueue(entry('one', () => Promise.reject(refusal)))).rejects.toBe(refusal)
    expect(items.value).toHaveLength(0)
  })
  it('keeps what is written offline, and sends it in order when it is back', async () => {
    const went: string[] = []
    online.value = false
    expect(await sendOrQueue(entry('one', () => Promise.resolve(went.push('one'))))).toBe(false)
    await sendOrQueue(entry('two', () => Promise.resolve(went.push('two'))))
    expect([went, items.value.map((x) => x.state), waiting.value]).toEqual([[], ['waiting', 'waiting'], 2])
    online.value = true
    await settled()
    expect([went, items.value.length, sent.value?.label]).toEqual([['one', 'two'], 0, 'two'])
  })
  it('tries again with the same key after an unknown outcome', async () => {
    const keys: string[] = []
    const send = (key: string) => {
      keys.push(key)
      return keys.length === 1 ? Promise.reject(offline()) : Promise.resolve()
    }
    expect(await sendOrQueue(entry('one', send))).toBe(false)
    expect(items.value[0]!.state).toBe('waiting')
    await flushQueue()
    expect(keys).toEqual(['key of one', 'key of one'])
    expect(items.value).toHaveLength(0)
  })
  it('waits while nobody is there who speaks for the server, or the session is over', async () => {
    expect(isLost(new Problem(502, 'http_502', '', '', [], null))).toBe(true)
    expect(isLost(new Problem(503, 'busy', '', '', [], null))).toBe(false)
    online.value = false
    await sendOrQueue(entry('one', () => Promise.reject(new Problem(401, 'unauthenticated', '', '', [], null))))
    online.value = true
    await settled()
    expect(items.value.map((x) => x.state)).toEqual(['waiting'])
  })
  it('keeps what was refused with words and reason, lets the others pass, and sends it anew under another key', async () => {
    const keys: string[] = []
    online.value = false
    const send = (key: string) => (keys.push(key) === 1 ? Promise.reject(refusal) : Promise.resolve())
    await sendOrQueue(entry('one', send))
    await sendOrQueue(entry('two', () => Promise.resolve()))
    online.value = true
    await settled()
    expect(items.value.map((x) => [x.about.text, x.state, x.problem?.code])).toEqual([['one', 'refused', 'required']])
    await retryQueued(items.value[0]!.id)
    expect(items.value).toHaveLength(0)
    expect(keys[0]).not.toBe(keys[1])
  })
  it('is neither seen nor sent by somebody else who signs in on the page', async () => {
    const send = vi.fn(() => Promise.resolve())
    online.value = false
    await sendOrQueue(entry('one', send))
    as('a2')
    online.value = true
    await settled()
    expect([items.value.length, waiting.value, send.mock.calls.length]).toEqual([0, 0, 0])
    as('a1')
    await settled()
    expect([items.value.length, send.mock.calls.length]).toEqual([0, 1])
  })
  it('leaves what was refused as a sealed draft when its writer signs out, behind what they were writing', async () => {
    online.value = false
    await sendOrQueue(entry('one', () => Promise.reject(refusal)))
    online.value = true
    await settled()
    vi.spyOn(drafts, 'ofCase').mockResolvedValue({
      data: [{ composer: 'note', content: { note: 'begun' }, case_version: 3, saved_at: '' }],
    })
    const put = vi
      .spyOn(drafts, 'put')
      .mockResolvedValue({ composer: 'note', content: null, case_version: 3, saved_at: '' })
    for (const send of beforeSignOut) await send()
    expect(put.mock.calls).toEqual([['c1', 'note', { note: 'begun\n\none' }, 3]])
    expect(items.value).toHaveLength(0)
  })
  it('warns before the page is closed, and only while something waits', async () => {
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true })
      dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(leave()).toBe(false)
    online.value = false
    await sendOrQueue(entry('one', () => Promise.resolve()))
    expect(leave()).toBe(true)
  })
})
