/**
 * After a change of page the heading takes the focus. The heading mounts when its data is there, so it asks for the focus
 * itself; a change of the query alone (a filter) moves nothing.
 */
import type { Router } from 'vue-router'

let navigated = false

export function markNavigated(): void {
  navigated = true
}
export function watchNavigation(router: Router): void {
  router.afterEach((to, from) => {
    if (from.matched.length > 0 && to.path !== from.path) markNavigated()
  })
}
export function takeNavigated(): boolean {
  const was = navigated
  navigated = false
  return was
}
