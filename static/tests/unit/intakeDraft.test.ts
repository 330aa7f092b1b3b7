/** What is typed is kept a moment later, one after the other, and what an accusation says only where it may be. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope } from 'vue'
import { intakeDrafts } from '../../src/api/intake'
import { Problem } from '../../src/api/problem'
import { takeUpDraft, useIntakeDraft } from '../../src/composables/intakeDraft'
import { newSubmission } from '../../src/composables/submission'
import { online } from '../../src/composables/useLive'

const put = vi.spyOn(intakeDrafts, 'put')
const drop = vi.spyOn(intakeDrafts, 'drop')
const own = vi.spyOn(intakeDrafts, 'own')
let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  online.value = true
  scope = effectScope()
  put.mockReset().mockImplementation(() => Promise.resolve({ saved_at: '2026-12-01T01:00:00.000Z' }))
  drop.mockReset().mockResolvedValue({ data: undefined, version: null })
  own.mockReset().mockResolvedValue({ data: [] })
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})
const start = (text = ref(''), may = ref(true)) => {
  const it = scope.run(() =>
    useIntakeDraft(
      () => text.value,
      () => may.value,
    ),
  )!
  return { ...it, text, may }
}
const pause = () => vi.advanceTimersByTimeAsync(2_000)

describe('a registration in hand', () => {
  it('is kept a moment after the last key, under an id of the form of ours, and says when', async () => {
    const { kept, text, hold } = start()
    expect(await hold()).toEqual({})
    text.value = '{"title":"a"}'
    await nextTick()
    expect(kept.state).toBe('waiting')
    text.value = '{"title":"ab"}'
    await pause()
    expect(put.mock.calls).toEqual([[kept.id, { title: 'ab' }]])
    expect(kept.id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
    expect([kept.state, kept.savedAt]).toEqual(['saved', '2026-12-01T01:00:00.000Z'])
    expect(await hold()).toEqual({ draft_id: kept.id })
  })
  it('goes from the server when nothing is typed any more, and when it may not be kept', async () => {
    const { kept, text, may } = start()
    text.value = '{"title":"a"}'
    await pause()
    may.value = false
    await pause()
    expect(drop.mock.calls).toEqual([[kept.id]])
    expect(kept.state).toBe('none')
    text.value = '{"title":"ab"}'
    await pause()
    expect(put).toHaveBeenCalledTimes(1)
  })
  it('waits for the line, tries again what did not get through, and not what was refused', async () => {
    const { kept, text } = start()
    online.value = false
    text.value = '{"title":"a"}'
    await pause()
    expect([put.mock.calls.length, kept.state]).toEqual([0, 'waiting'])
    put.mockRejectedValueOnce(new Problem(503, 'busy', '', '', [], null))
    online.value = true
    await pause()
    expect([put.mock.calls.length, kept.state]).toEqual([1, 'waiting'])
    await vi.advanceTimersByTimeAsync(11_000)
    expect([put.mock.calls.length, kept.state]).toEqual([2, 'saved'])
    put.mockRejectedValueOnce(new Problem(409, 'sealed_lane', '', '', [], null))
    text.value = '{"title":"b"}'
    await pause()
    expect(kept.state).toBe('refused')
  })
  it('sends nothing more once it is registered', async () => {
    const { text, end } = start()
    text.value = '{"title":"a"}'
    await nextTick()
    end()
    await pause()
    expect(put).not.toHaveBeenCalled()
  })
  it('takes up what it knows, leaves out what it does not, and gives rows keys of this page', () => {
    const day = '2026-12-01'
    const other = { ...newSubmission('letter', '2026-11-30'), title: '路灯', people_count: 7, gone: 'x' }
    other.persons[0]!.name = '毛某'
    const taken = takeUpDraft(JSON.parse(JSON.stringify(other)), day)
    expect(taken).toMatchObject({ channel: 'letter', received_on: '2026-11-30', title: '路灯', people_count: '' })
    expect('gone' in taken).toBe(false)
    expect(taken.persons[0]!.name).toBe('毛某')
    expect(taken.persons[0]!.key).not.toBe(other.persons[0]!.key)
    expect(takeUpDraft('nonsense', day)).toMatchObject({ title: '', received_on: day })
  })
})
