/** The definitions that new cases take, as everybody may read them; each asked once. */
import { shallowRef } from 'vue'
import { offline, type Problem } from '../api/problem'
import { isProblem } from '../api/client'
import { portal } from '../api/portal'
import type { WorkflowSummary } from '../api/types'

const list = shallowRef<WorkflowSummary[]>([])
const problem = shallowRef<Problem | null>(null)
let asked = false

export function usePublicWorkflows() {
  async function load(): Promise<void> {
    asked = true
    try {
      list.value = (await portal.workflows()).data.filter((w) => w.is_current)
      problem.value = null
    } catch (error) {
      asked = false
      problem.value = isProblem(error) ? error : offline()
    }
  }
  if (!asked) void load()
  return { list, problem, load }
}
