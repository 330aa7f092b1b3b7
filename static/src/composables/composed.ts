/** Which acts have a composer, and which record a delivery: told by what the definition asks for, not by names. */
import type { Transition } from '../api/types'

/** What makes a paper from fields is written beside it. Signing prints what was written before: it asks for nothing. */
export const isComposed = (x: Transition) => x.fields.length > 0 && x.documents.length > 0

/** How, when and with what proof a paper that is signed reached its addressee; what also decides something is no mere delivery. */
export function recordsDelivery(x: Transition): boolean {
  const names = x.fields.map((f) => f.name)
  return (
    x.documents.length === 0 &&
    ['method', 'delivered_on', 'proof'].every((name) => names.includes(name)) &&
    !names.includes('outcome')
  )
}
