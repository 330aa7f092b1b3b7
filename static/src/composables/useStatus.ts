/** Short messages that a screen reader hears and everybody sees, without taking the focus. */
import { shallowRef } from 'vue'

export interface Status {
  text: string
  tone: 'good' | 'bad'
  /** What can be done about it while it is shown. */
  offer?: { label: string; take: () => void } | undefined
}
const status = shallowRef<Status | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

function say(text: string, tone: Status['tone'] = 'good', offer?: Status['offer']): void {
  clearTimeout(timer)
  status.value = { text, tone, offer }
  timer = setTimeout(() => (status.value = null), 10_000)
}
/** Keeps the message while it is being read. */
const hold = () => clearTimeout(timer)
function clear(): void {
  clearTimeout(timer)
  status.value = null
}
export const useStatus = () => ({ status, say, hold, clear })
