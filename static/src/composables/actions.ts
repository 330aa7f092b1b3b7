/** Which of the events a case offers comes next, which can be done too, and which cannot now. Pure. */
import type { Stage, Transition } from '../api/types'

export interface StateOf {
  key: string
  stage: Stage
  isFinal: boolean
}
export interface Actions {
  next: Transition | null // the lawful step that carries the case on
  more: Transition[]
  stuck: Transition | null // what would carry it on, were it not refused; null while something is allowed to
  refused: Transition[] // of this state, with the rule in the way
  others: Transition[] // of this state too, and somebody else's to do
  elsewhere: Transition[] // of other states
}

const STAGES: readonly Stage[] = ['intake', 'assign', 'resolve', 'review', 'close']
/** Not for this account whatever else stands in the way; except that who may not because they did the step before is told so. */
const isOthers = (x: Transition) =>
  x.refusals.some((r) => r.code === 'role_missing') && !x.refusals.some((r) => r.code === 'same_person')
/** Not stuck at all: it goes on as soon as a colleague does their part. */
export const isColleagues = (x: Transition) =>
  x.refusals.some((r) => r.code === 'role_missing' || r.code === 'same_person')
const isElsewhere = (x: Transition) => x.refusals.some((r) => r.code === 'not_from_here')

/** Back to before somebody had the case: within one stage, and no way on all the same. */
const BACK = new Set(['recuse', 'undo_assignment'])

/**
 * The way on is the event to the nearest later stage; failing that, to another state of this stage; failing that, to an end.
 * Going back, leaving early and acts that change no state are never put first.
 */
function rank(x: Transition, here: StateOf, states: ReadonlyMap<string, StateOf>): number {
  const to = x.to ? states.get(x.to) : undefined
  if (!to || to.key === here.key || BACK.has(x.event)) return Infinity
  const ahead = STAGES.indexOf(to.stage) - STAGES.indexOf(here.stage)
  if (ahead < 0 || (to.isFinal && here.stage !== 'close')) return Infinity
  if (to.isFinal) return 20
  return ahead === 0 ? 10 : ahead
}

export function sortActions(transitions: readonly Transition[], state: string, states: readonly StateOf[]): Actions {
  const byKey = new Map(states.map((s) => [s.key, s]))
  const here = byKey.get(state)
  const allowed = transitions.filter((x) => x.allowed)
  let next: Transition | null = null
  let best = Infinity
  for (const x of here ? allowed : []) {
    const r = rank(x, here!, byKey)
    if (r < best) [next, best] = [x, r]
  }
  let stuck: Transition | null = null
  if (here && !next) {
    const own = transitions.filter(
      (x) => !x.allowed && !isElsewhere(x) && !isOthers(x) && rank(x, here, byKey) < Infinity,
    )
    stuck = own.sort((a, b) => rank(a, here, byKey) - rank(b, here, byKey))[0] ?? null
  }
  if (!here) next = allowed.find((x) => x.to && x.to !== state) ?? null
  return {
    next,
    stuck,
    more: allowed.filter((x) => x !== next),
    refused: transitions.filter((x) => !x.allowed && !isElsewhere(x) && !isOthers(x)),
    others: transitions.filter((x) => !x.allowed && !isElsewhere(x) && isOthers(x)),
    elsewhere: transitions.filter((x) => !x.allowed && isElsewhere(x)),
  }
}
