/** Warns before a page with typed text is closed, and only then. */
import { onBeforeUnmount } from 'vue'

export function useLeaveGuard(dirty: () => boolean): void {
  const warn = (event: BeforeUnloadEvent) => {
    if (dirty()) event.preventDefault()
  }
  addEventListener('beforeunload', warn)
  onBeforeUnmount(() => removeEventListener('beforeunload', warn))
}
