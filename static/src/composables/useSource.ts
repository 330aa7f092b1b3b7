/** A text of an administrator on its way to being published: checked first, changed text is checked anew. */
import { shallowRef, watch, type Ref } from 'vue'
import { isProblem } from '../api/client'
import { offline, type Problem } from '../api/problem'

export function useSource<Checked>(text: Ref<string>, check: (text: string) => Promise<Checked>) {
  const checked = shallowRef<Checked | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const busy = shallowRef(false)
  watch(text, () => {
    checked.value = null
    problem.value = null
  })
  async function attempt(what: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      await what()
    } catch (error) {
      problem.value = isProblem(error) ? error : offline()
    } finally {
      busy.value = false
    }
  }
  const look = () =>
    attempt(async () => {
      const asked = text.value
      const found = await check(asked)
      if (asked === text.value) checked.value = found
    })
  return { checked, problem, busy, attempt, look }
}

/** Line ends of any machine. */
export const plainLines = (text: string) => text.replace(/\r\n?/g, '\n')
