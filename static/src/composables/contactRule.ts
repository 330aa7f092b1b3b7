/**
 * What can be a phone number, and what can be the number of a resident identity card: the rules of the server, in its words, so that a
 * slip of the hand is told while the card is still on the table. Pure.
 */
import type { PersonDraft } from './submission'
import type { Faults } from './useForm'

/** Stars stand for digits that were hidden. Who writes `+` or `00` first is abroad. */
export function phoneFits(text: string): boolean {
  if (!/^\+?[\d* ()-]*$/.test(text)) return false
  const digits = text.replace(/[^\d*]/g, '')
  const isForeign = /^(\+|00)/.test(text)
  if (!isForeign && digits.startsWith('1')) return digits.length === 11
  if (!isForeign && digits.startsWith('0')) return digits.length >= 10 && digits.length <= 12
  return digits.length >= 7 && digits.length <= 15
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
export function residentIdFits(text: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(text)) return false
  const sum = WEIGHTS.reduce((all, weight, i) => all + weight * Number(text[i]), 0)
  return text[17]!.toUpperCase() === '10X98765432'[sum % 11]
}

/** By the names of the fields: `persons.0.phone`. Empty fields have no faults. */
export function contactFaults(persons: readonly PersonDraft[]): Faults {
  const faults: Faults = {}
  persons.forEach((p, i) => {
    if (p.known) return
    const [phone, id] = [p.phone.trim(), p.id_number.trim()]
    if (phone && !phoneFits(phone)) faults[`persons.${i}.phone`] = { key: 'err.phone' }
    if (id && p.id_type === 'resident_id' && !residentIdFits(id)) {
      faults[`persons.${i}.id_number`] = { key: 'err.residentid' }
    }
  })
  return faults
}
