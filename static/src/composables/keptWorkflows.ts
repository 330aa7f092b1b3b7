/** The drawings of all definitions in force, fetched behind the help that is read, so that they open without a connection too. */
import { portal } from '../api/portal'
import { kept } from './kept'
import type { Locale } from './usePrefs'

/** One definition in one language; names its documents and guards in it. */
export const keptWorkflow = (locale: Locale, key: string) =>
  kept(`workflow ${locale} ${key}`, () => portal.workflow(key))

/** One after the other; the first that does not come ends it, until somebody asks again. Not where data is to be saved. */
export async function keepWorkflows(locale: Locale): Promise<void> {
  if ((navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return
  await import('../components/help/WorkflowDiagram.vue')
  for (const w of (await portal.workflows()).data) if (w.is_current) await keptWorkflow(locale, w.key)
}
