/**
 * The steps of one page as entries of the browser's history: Back goes to the step before, with all that was typed. An entry holds the
 * step and nothing else, and the address stays.
 */
import { onBeforeUnmount } from 'vue'

interface Entry {
  run: string
  step: number
}

/** `show` is called with each step that is gone to; `isQuiet`: for what is wrong in it, which has the focus already. */
export function useStepHistory(show: (step: number, isQuiet: boolean) => void) {
  const run = String(Math.random()) // entries of before a reload are not this form's
  let at = 0
  let isQuiet = false
  history.replaceState({ run, step: 0 } satisfies Entry, '')
  const moved = (event: PopStateEvent) => {
    const entry = event.state as Partial<Entry> | null
    if (typeof entry?.step !== 'number') return // a place within the page
    at = entry.run === run ? entry.step : 0
    show(at, isQuiet)
    isQuiet = false
  }
  addEventListener('popstate', moved)
  onBeforeUnmount(() => removeEventListener('popstate', moved))
  return (step: number, quiet = false): void => {
    if (step < at) {
      isQuiet = quiet
      history.go(step - at) // shown when the browser is there
      return
    }
    while (at < step) history.pushState({ run, step: ++at } satisfies Entry, '')
    show(step, quiet)
  }
}
