/** Proofs and checkpoints as files: written exactly as the server says them, so that petitiond-verify reads them. */
import { isProblem } from '../api/client'
import type { Checkpoint, List, Proof } from '../api/types'

/** Why a text is no proof; `member`: the first that is missing or not in its form, "" when it cannot be read at all. */
export interface Wrong {
  member: string
}
type Form = (value: unknown) => boolean
type Shape = { [member: string]: Form | Shape }

const number =
  (low: number, high = 999999999999999): Form =>
  (v) =>
    Number.isInteger(v) && (v as number) >= low && (v as number) <= high
const text =
  (form: RegExp): Form =>
  (v) =>
    typeof v === 'string' && form.test(v)
const hash = text(/^[0-9a-f]{64}$/)
const signature = text(/^[0-9a-f]{128}$/)
const hashOrNone = text(/^([0-9a-f]{64})?$/)

// The order is the one in which they are written; see proof_view.c and checkpoint_view.c.
const CHECKPOINT: Shape = {
  seq: number(1),
  at_ms: number(0),
  epoch: number(1, 32767),
  heads: number(0),
  root: hash,
  office_seq: number(0),
  office_hash: hashOrNone,
  hash,
  signature,
  public_key: hashOrNone,
}
const INCLUSION: Shape = {
  case_id: text(/^[0-9a-z]{26}$/),
  index: number(0),
  path: text(/^([0-9a-f]{64}){0,32}$/),
  previous: hashOrNone,
  checkpoint: CHECKPOINT,
}
const RECEIPT: Shape = {
  number: text(/^[0-9A-Za-z-]{5,40}$/),
  seq: number(1),
  at_ms: number(0),
  hash,
  epoch: number(1, 32767),
  signature,
}

/** Dotted name of the first member that is not as it should be, or of one that should not be there; "" when all are good. */
function wrongMember(found: unknown, shape: Shape, before = ''): string {
  const at = found && typeof found === 'object' ? (found as Record<string, unknown>) : {}
  for (const [name, want] of Object.entries(shape)) {
    if (typeof want === 'object') {
      const inner = wrongMember(at[name], want, `${before}${name}.`)
      if (inner) return inner
    } else if (!want(at[name])) return before + name
  }
  const more = Object.keys(at).find((name) => !(name in shape))
  return more === undefined ? '' : before + (more.slice(0, 40) || '""')
}

export function readProof(source: string): Proof | Wrong {
  let found: unknown
  try {
    found = JSON.parse(source)
  } catch {
    return { member: '' }
  }
  // Before there is a checkpoint it is null.
  const isOpen = (found as Partial<Proof> | null)?.inclusion === null
  const member = wrongMember(found, { ...RECEIPT, inclusion: isOpen ? () => true : INCLUSION })
  return member ? { member } : (found as Proof)
}
export const isProof = (read: Proof | Wrong): read is Proof => !('member' in read)

export const proofName = (proof: Proof) => `${proof.number}-${proof.seq}.json`
export const jsonFile = (content: string) => new Blob([content], { type: 'application/json' })

const seconds = (n: number) => new Promise<void>((done) => setTimeout(done, n * 1000))

/** A line for each, the oldest first. A long list meets the limit of rate: it waits as the server asks and goes on. */
export async function allCheckpoints(
  page: (cursor?: string) => Promise<List<Checkpoint>>,
  onCount: (count: number) => void,
  wait = seconds,
): Promise<string> {
  const lines: string[] = []
  let cursor: string | null = null
  do {
    try {
      const { data, page: at }: List<Checkpoint> = await page(cursor ?? undefined)
      for (const row of data) lines.push(`${JSON.stringify(row)}\n`)
      onCount(lines.length)
      cursor = at.next
    } catch (error) {
      if (!isProblem(error) || error.status !== 429) throw error
      await wait(error.retryAfter ?? 1)
      cursor ??= ''
    }
  } while (cursor !== null)
  return lines.join('')
}

/** "1a2b", "3c4d" …, for comparing by eye. */
export const grouped = (hex: string) => hex.match(/.{1,4}/g) ?? []
