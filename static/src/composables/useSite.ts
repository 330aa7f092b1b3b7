/** Who runs this portal and how to reach them; asked once. */
import { shallowRef } from 'vue'
import { portal } from '../api/portal'
import type { PublicSite } from '../api/types'

const site = shallowRef<PublicSite | null>(null)
let asked = false
export function useSite() {
  if (!asked) {
    asked = true
    portal.site().then(
      (found) => (site.value = found),
      () => (asked = false),
    )
  }
  return site
}
