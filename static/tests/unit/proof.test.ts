import { describe, expect, it } from 'vitest'
import { offline, Problem } from '../../src/api/problem'
import { allCheckpoints, grouped, isProof, proofName, readProof } from '../../src/composables/proof'
import type { Checkpoint, List, Proof } from '../../src/api/types'

const checkpoint = (seq: number): Checkpoint => ({
  seq,
  at_ms: 1795464907154,
  epoch: 1,
  heads: 2,
  root: 'a'.repeat(64),
  office_seq: 0,
  office_hash: '',
  hash: 'b'.repeat(64),
  signature: 'c'.repeat(128),
  public_key: 'd'.repeat(64),
})
const proof: Proof = {
  number: '999901-2026-V-000037',
  seq: 16,
  at_ms: 1770717900000,
  hash: 'e'.repeat(64),
  epoch: 1,
  signature: 'f'.repeat(128),
  inclusion: {
    case_id: '01kfezwxr05a2gsz3k8p2h4y2d',
    index: 1,
    path: '0'.repeat(64),
    previous: '',
    checkpoint: checkpoint(7),
  },
}
const wrong = (change: object): unknown => readProof(JSON.stringify({ ...proof, ...change }))
const inside = (change: object): unknown => wrong({ inclusion: { ...proof.inclusion, ...change } })

describe('a text that should be a proof', () => {
  it('is one with a checkpoint and without', () => {
    expect(readProof(JSON.stringify(proof))).toEqual(proof)
    expect(readProof(` ${JSON.stringify({ ...proof, inclusion: null }, null, 2)}\n`)).toEqual({
      ...proof,
      inclusion: null,
    })
    expect(isProof(proof)).toBe(true)
  })
  it.each(['', '{"number":', '编号', JSON.stringify(proof).slice(0, -1)])('cannot be read: %s', (source) =>
    expect(readProof(source)).toEqual({ member: '' }),
  )
  it.each(['{}', '[]', 'null', '7', '"x"', '{"inclusion":null}'])('holds nothing of it: %s', (source) =>
    expect(readProof(source)).toEqual({ member: 'number' }),
  )
  it('names the first member that is missing, not in its form, or too many', () => {
    expect(wrong({ hash: proof.hash.slice(1) })).toEqual({ member: 'hash' })
    expect(wrong({ hash: proof.hash.toUpperCase() })).toEqual({ member: 'hash' })
    expect(wrong({ seq: '16' })).toEqual({ member: 'seq' })
    expect(wrong({ seq: 0 })).toEqual({ member: 'seq' })
    expect(wrong({ at_ms: 1e16 })).toEqual({ member: 'at_ms' })
    expect(wrong({ epoch: 40000 })).toEqual({ member: 'epoch' })
    expect(wrong({ inclusion: undefined })).toEqual({ member: 'inclusion.case_id' })
    expect(inside({ path: '0'.repeat(63) })).toEqual({ member: 'inclusion.path' })
    expect(inside({ checkpoint: { ...checkpoint(7), root: 7 } })).toEqual({ member: 'inclusion.checkpoint.root' })
    expect(inside({ checkpoint: null })).toEqual({ member: 'inclusion.checkpoint.seq' })
    expect(wrong({ more: 1 })).toEqual({ member: 'more' })
    expect(wrong({ '': 1 })).toEqual({ member: '""' })
    expect(inside({ more: 1 })).toEqual({ member: 'inclusion.more' })
  })
})

describe('the list of checkpoints', () => {
  const page = (rows: Checkpoint[], next: string | null): List<Checkpoint> => ({
    data: rows,
    page: { next, prev: null, limit: 2 },
  })
  const slow = new Problem(429, 'limited', '', '', [], null, 3)
  it('is fetched page by page, a line for each, and waits when it is asked to', async () => {
    const answers = [slow, page([checkpoint(1), checkpoint(2)], 'x'), slow, page([checkpoint(3)], null)]
    const asked: (string | undefined)[] = []
    const waited: number[] = []
    const counts: number[] = []
    const text = await allCheckpoints(
      (cursor) => {
        asked.push(cursor)
        const answer = answers.shift()!
        return answer instanceof Problem ? Promise.reject(answer) : Promise.resolve(answer)
      },
      (count) => counts.push(count),
      (n) => (waited.push(n), Promise.resolve()),
    )
    expect(text).toBe([1, 2, 3].map((seq) => `${JSON.stringify(checkpoint(seq))}\n`).join(''))
    expect(asked.map((cursor) => cursor || 'first')).toEqual(['first', 'first', 'x', 'x'])
    expect([waited, counts]).toEqual([
      [3, 3],
      [2, 3],
    ])
  })
  it('is not handed out in part', async () => {
    const broken = allCheckpoints(
      (cursor) => (cursor ? Promise.reject(offline()) : Promise.resolve(page([checkpoint(1)], 'x'))),
      () => {},
    )
    await expect(broken).rejects.toMatchObject({ status: 0 })
  })
})

it('names files and groups keys for the eye', () => {
  expect(proofName(proof)).toBe('999901-2026-V-000037-16.json')
  expect(grouped('0123456789ab')).toEqual(['0123', '4567', '89ab'])
})
