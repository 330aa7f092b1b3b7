import { effectScope, nextTick, ref } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { offline, Problem } from '../../src/api/problem'
import { useResource } from '../../src/composables/useResource'

/** A load whose end is in the hands of the test. */
function controlled<T>() {
  const calls: { signal: AbortSignal; resolve(value: T): void; reject(error: unknown): void }[] = []
  const load = (signal: AbortSignal) =>
    new Promise<T>((resolve, reject) => {
      calls.push({ signal, resolve, reject })
    })
  return { calls, load }
}
const settled = async () => {
  for (let i = 0; i < 5; i++) await nextTick()
}

describe('useResource', () => {
  it('goes from loading to data, and keeps old data while it loads anew', async () => {
    const { calls, load } = controlled<string>()
    const r = effectScope().run(() => useResource(load))!
    expect(r.loading.value).toBe(true)
    calls[0]!.resolve('one')
    await settled()
    expect([r.data.value, r.loading.value]).toEqual(['one', false])
    void r.reload()
    expect([r.data.value, r.loading.value]).toEqual(['one', true])
    calls[1]!.resolve('two')
    await settled()
    expect(r.data.value).toBe('two')
  })
  it('lets only the latest call write', async () => {
    const { calls, load } = controlled<string>()
    const filter = ref(1)
    const r = effectScope().run(() => useResource(load, filter))!
    filter.value = 2
    await nextTick()
    expect(calls[0]!.signal.aborted).toBe(true)
    calls[1]!.resolve('new')
    calls[0]!.resolve('old')
    await settled()
    expect(r.data.value).toBe('new')
    expect(r.loading.value).toBe(false)
  })
  it('holds the problem until it goes well again', async () => {
    const { calls, load } = controlled<string>()
    const r = effectScope().run(() => useResource(load))!
    calls[0]!.reject(offline())
    await settled()
    expect(r.problem.value?.code).toBe('offline')
    const again = r.reload()
    calls[1]!.resolve('back')
    expect(await again).toBe(true)
    expect(r.problem.value).toBeNull()
  })
  it('drops the problem of what was asked before as soon as something else is asked', async () => {
    const { calls, load } = controlled<string>()
    const filter = ref(1)
    const r = effectScope().run(() => useResource(load, filter))!
    calls[0]!.reject(offline())
    await settled()
    expect(r.problem.value).not.toBeNull()
    filter.value = 2
    await nextTick()
    expect([r.problem.value, r.loading.value]).toEqual([null, true])
  })
  it('waits when it asked too often, and gives up at last; only where it is meant to be patient', async () => {
    vi.useFakeTimers()
    try {
      const often = () => new Problem(429, 'too_many', '', '', [], null, 3)
      const { calls, load } = controlled<string>()
      const r = effectScope().run(() => useResource(load, undefined, { patient: true }))!
      calls[0]!.reject(often())
      await vi.advanceTimersByTimeAsync(2_900)
      expect([calls.length, r.problem.value, r.loading.value]).toEqual([1, null, true])
      await vi.advanceTimersByTimeAsync(1_200)
      expect(calls).toHaveLength(2)
      calls[1]!.resolve('at last')
      await settled()
      expect([r.data.value, r.loading.value]).toEqual(['at last', false])
      void r.reload()
      for (let i = 2; i < 8; i++) {
        calls[i]!.reject(often())
        await vi.advanceTimersByTimeAsync(4_100)
      }
      expect([calls.length, r.problem.value?.status]).toEqual([8, 429])
      const other = controlled<string>()
      const hasty = effectScope().run(() => useResource(other.load))!
      other.calls[0]!.reject(often())
      await settled()
      expect(hasty.problem.value?.status).toBe(429)
    } finally {
      vi.useRealTimers()
    }
  })
  it('aborts with its page and then stays silent', async () => {
    const { calls, load } = controlled<string>()
    const scope = effectScope()
    const r = scope.run(() => useResource(load))!
    scope.stop()
    expect(calls[0]!.signal.aborted).toBe(true)
    calls[0]!.reject(new DOMException('', 'AbortError'))
    await settled()
    expect(r.problem.value).toBeNull()
  })
})
