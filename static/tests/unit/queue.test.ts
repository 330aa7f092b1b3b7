/** What is written offline waits, goes in order, once, and what is refused says why. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { offline, Problem } from '../../src/api/problem'
import { online } from '../../src/composables/useLive'
import { dropQueued, enqueue, flushQueue, retryQueued, useQueue } from '../../src/composables/useQueue'

const { items, waiting } = useQueue()
const settled = async () => {
  for (let i = 0; i < 20; i++) await nextTick()
}
beforeEach(async () => {
  online.value = true
  await flushQueue()
  for (const item of [...items]) dropQueued(item.id)
})

describe('the queue', () => {
  it('sends at once when there is a connection', async () => {
    const send = vi.fn(() => Promise.resolve())
    const done = vi.fn()
    enqueue('one', send, done)
    await settled()
    expect([send.mock.calls.length, done.mock.calls.length, items.length]).toEqual([1, 1, 0])
  })
  it('keeps what is written offline, and sends it in order when it is back', async () => {
    const sent: string[] = []
    online.value = false
    enqueue('one', () => Promise.resolve(sent.push('one')))
    enqueue('two', () => Promise.resolve(sent.push('two')))
    await settled()
    expect([sent, items.map((x) => x.state), waiting.value]).toEqual([[], ['waiting', 'waiting'], 2])
    online.value = true
    await settled()
    expect([sent, items.length]).toEqual([['one', 'two'], 0])
  })
  it('tries again with the same key after an unknown outcome', async () => {
    const keys: string[] = []
    enqueue('one', (key) => {
      keys.push(key)
      return keys.length === 1 ? Promise.reject(offline()) : Promise.resolve()
    })
    await settled()
    expect(items[0]!.state).toBe('waiting')
    await flushQueue()
    expect(keys).toHaveLength(2)
    expect(keys[0]).toBe(keys[1])
    expect(items).toHaveLength(0)
  })
  it('keeps what was refused with its reason, and lets the others pass', async () => {
    let works = false
    const refusal = new Problem(422, 'required', '', 'no', [], null)
    enqueue('one', () => (works ? Promise.resolve() : Promise.reject(refusal)))
    enqueue('two', () => Promise.resolve())
    await settled()
    expect(items.map((x) => [x.label, x.state, x.problem?.code])).toEqual([['one', 'refused', 'required']])
    works = true
    await retryQueued(items[0]!.id)
    expect(items).toHaveLength(0)
  })
  it('warns before the page is closed, and only while something waits', () => {
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true })
      dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(leave()).toBe(false)
    online.value = false
    enqueue('one', () => Promise.resolve())
    expect(leave()).toBe(true)
  })
})
