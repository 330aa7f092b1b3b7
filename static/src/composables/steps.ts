/** The way of a case as five stages, each with how long it took and who had it. Pure. */
import type { CaseStep } from '../api/caseviewTypes'
import type { Stage } from '../api/types'

export const STAGES: readonly Stage[] = ['intake', 'assign', 'resolve', 'review', 'close']
export type StageState = 'done' | 'now' | 'blocked' | 'todo'

export interface Holder {
  unit: string
  handler: string | null
  ms: number
}
export interface StageWay {
  stage: Stage
  state: StageState
  ms: number // together, also when the case came back to it
  visits: number
  holders: Holder[] // longest first
}

export const lastsOf = (step: CaseStep, now: number): number =>
  Math.max(0, (step.until ? Date.parse(step.until) : now) - Date.parse(step.from))

function holdersOf(steps: readonly CaseStep[], now: number): Holder[] {
  const found = new Map<string, Holder>()
  for (const s of steps) {
    if (!s.unit_name) continue
    const key = `${s.unit_name} ${s.handler_name ?? ''}`
    const holder = found.get(key) ?? { unit: s.unit_name, handler: s.handler_name, ms: 0 }
    holder.ms += lastsOf(s, now)
    found.set(key, holder)
  }
  return [...found.values()].sort((a, b) => b.ms - a.ms)
}

/** `end`: when the case was closed, which ends its last step too; null while it is open. */
export function wayOf(
  steps: readonly CaseStep[],
  at: Stage,
  end: string | null,
  isBlocked: boolean,
  now: number = Date.now(),
): StageWay[] {
  const until = end ? Date.parse(end) : now
  const here = STAGES.indexOf(at)
  return STAGES.map((stage, i) => {
    const own = steps.filter((s) => s.stage === stage)
    const visits = own.filter((s) => steps[steps.indexOf(s) - 1]?.stage !== stage).length
    const state = end !== null || i < here ? 'done' : i > here ? 'todo' : isBlocked ? 'blocked' : 'now'
    return {
      stage,
      state,
      ms: own.reduce((sum, s) => sum + lastsOf(s, until), 0),
      visits,
      holders: holdersOf(own, until),
    }
  })
}

const HOUR = 3_600_000
/** A span in the words that a person would use for it. */
export function spanOf(ms: number): { unit: 'day' | 'hour' | 'short'; count: number } {
  if (ms < HOUR) return { unit: 'short', count: 0 }
  if (ms < 48 * HOUR) return { unit: 'hour', count: Math.floor(ms / HOUR) }
  return { unit: 'day', count: Math.floor(ms / (24 * HOUR)) }
}
