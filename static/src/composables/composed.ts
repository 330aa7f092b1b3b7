/** Which acts have a composer. */
import type { Transition } from '../api/types'

/** Papers to the petitioner that the fields of one act make whole; others are written in the dialog of their act. */
const COMPOSED = [
  'acceptance_notice',
  'non_acceptance_notice',
  'handling_opinion',
  'simple_reply',
  'suggestion_reply',
  'statutory_reply',
  'guidance_notice',
  'review_opinion',
  'recheck_opinion',
]
/** Signing prints what was written before; it writes nothing. */
export const isComposed = (x: Transition) => x.fields.length > 1 && x.documents.some((type) => COMPOSED.includes(type))
