/** Proofs and checkpoints as files: written exactly as the server says them, so that petitiond-verify reads them. */
import type { Checkpoint, List, Proof } from '../api/types'

const TEXTS = ['number', 'hash', 'signature'] as const
const NUMBERS = ['seq', 'at_ms', 'epoch'] as const

/** Why a text is no proof. */
export type Wrong = 'not_json' | 'not_proof'

export function readProof(text: string): Proof | Wrong {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return 'not_json'
  }
  if (!found || typeof found !== 'object') return 'not_proof'
  const proof = found as Record<string, unknown>
  const isWhole =
    TEXTS.every((name) => typeof proof[name] === 'string') &&
    NUMBERS.every((name) => Number.isSafeInteger(proof[name])) &&
    (proof['inclusion'] === null || typeof proof['inclusion'] === 'object')
  return isWhole ? (found as Proof) : 'not_proof'
}

export const proofName = (proof: Proof) => `${proof.number}-${proof.seq}.json`
export const jsonFile = (text: string) => new Blob([text], { type: 'application/json' })

/** A line for each, the oldest first. */
export async function allCheckpoints(page: (cursor?: string) => Promise<List<Checkpoint>>): Promise<string> {
  const lines: string[] = []
  let cursor: string | null = null
  do {
    const { data, page: at }: List<Checkpoint> = await page(cursor ?? undefined)
    lines.push(...data.map((row) => JSON.stringify(row)))
    cursor = at.next
  } while (cursor)
  return lines.map((line) => `${line}\n`).join('')
}

/** "1a2b 3c4d ...", for comparing by eye. */
export const grouped = (hex: string) => hex.replace(/(.{4})(?=.)/g, '$1 ')
