/** One tab listens and tells the others; pages hear of what happened together, and not while a dialog is open. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { startLive, takesLease, useLive, type LiveEvent } from '../../src/composables/useLive'
import { prefs } from '../../src/composables/usePrefs'

class Source extends EventTarget {
  static all: Source[] = []
  onerror: (() => void) | null = null
  closed = false
  constructor(readonly url: string) {
    super()
    Source.all.push(this)
  }
  close(): void {
    this.closed = true
  }
  say(type: string, data: unknown, id = ''): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId: id }))
  }
}

describe('the lease', () => {
  it('is taken when it is over, free or its own', () => {
    expect(takesLease(null, 'a', 5)).toBe(true)
    expect(takesLease('a 9', 'a', 5)).toBe(true)
    expect(takesLease('b 4', 'a', 5)).toBe(true)
    expect(takesLease('b 9', 'a', 5)).toBe(false)
    expect(takesLease('nonsense', 'a', 5)).toBe(true)
  })
})

describe('a page', () => {
  let scope = effectScope()
  const heard: (LiveEvent[] | null)[] = []
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Source)
    localStorage.clear()
    Source.all = []
    heard.length = 0
    prefs.live = true
    scope = effectScope()
    scope.run(() => {
      startLive(() => true)
      useLive((events) => heard.push(events), 100)
    })
  })
  afterEach(() => {
    prefs.live = false
    scope.stop()
    document.body.replaceChildren()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const one = { type: 'case.accept', case_id: 'c1', version: 2 }

  it('hears of events together', () => {
    Source.all[0]!.say('case.updated', one)
    Source.all[0]!.say('case.updated', { ...one, version: 3 })
    expect(heard).toEqual([])
    vi.advanceTimersByTime(100)
    expect(heard).toEqual([[one, { ...one, version: 3 }]])
  })
  it('comes back after a cut where it was, later each time', () => {
    Source.all[0]!.say('case.updated', one, 'p1')
    Source.all[0]!.onerror!()
    expect(Source.all[0]!.closed).toBe(true)
    vi.advanceTimersByTime(2_900)
    expect(Source.all).toHaveLength(1)
    vi.advanceTimersByTime(200)
    expect(Source.all[1]!.url).toContain('after=p1')
    Source.all[1]!.onerror!()
    vi.advanceTimersByTime(3_100)
    expect(Source.all).toHaveLength(2)
  })
  it('reads everything anew after a reset', () => {
    Source.all[0]!.say('reset', {})
    vi.advanceTimersByTime(100)
    expect(heard).toEqual([null])
  })
  it('leaves alone who has a dialog open', () => {
    const dialog = document.createElement('dialog')
    dialog.setAttribute('open', '')
    document.body.append(dialog)
    Source.all[0]!.say('case.updated', one)
    vi.advanceTimersByTime(100)
    expect(heard).toEqual([])
  })
  it('stops listening when nobody is there, and goes on when somebody comes back', () => {
    vi.advanceTimersByTime(11 * 60_000)
    expect(Source.all[0]!.closed).toBe(true)
    heard.length = 0
    dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }))
    vi.advanceTimersByTime(100)
    expect(heard).toEqual([null])
    expect(Source.all).toHaveLength(2)
  })
  it('does not listen beside a tab that does', () => {
    prefs.live = false
    scope.stop()
    Source.all = []
    localStorage.setItem('live.lease', `other ${Date.now() + 9_000}`)
    prefs.live = true
    scope = effectScope()
    scope.run(() => startLive(() => true))
    expect(Source.all).toHaveLength(0)
    vi.advanceTimersByTime(12_100)
    expect(Source.all).toHaveLength(1)
  })
})
