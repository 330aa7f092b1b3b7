/** Warns before a page with typed text is closed, and only then. */
import { onBeforeUnmount } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

export function useLeaveGuard(dirty: () => boolean, ask: () => string): void {
  const warn = (event: BeforeUnloadEvent) => {
    if (dirty()) event.preventDefault()
  }
  addEventListener('beforeunload', warn)
  onBeforeUnmount(() => removeEventListener('beforeunload', warn))
  onBeforeRouteLeave(() => !dirty() || window.confirm(ask()))
}
