import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { useI18n } from '../composables/useI18n'
import { watchNavigation } from '../composables/useNavigation'
import { useSession } from '../composables/useSession'
import { useStatus } from '../composables/useStatus'
import { homeWithoutCases, PAGES, shows } from './pages'
import { deskWords } from './words'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without signing in. */
    open?: boolean
    /** The areas of words (locales/<language>/<area>.json) that the page needs beside "common" and "desk". */
    words?: readonly string[]
  }
}

export const router = createRouter({
  history: createWebHistory('/desk'),
  routes: PAGES.map(({ path, name, component, words, open }) => ({
    path,
    name,
    component,
    meta: { ...(words && { words }), ...(open && { open }) },
  })),
  // A change of filters leaves the view where it is; back and forward go where the reader was.
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

watchNavigation(router)
// A page that was not opened before cannot be fetched without a connection: one stays where one is, and is told.
router.onError(() => useStatus().say(useI18n().t('problem.offline'), 'bad'))

router.beforeEach(async (to) => {
  const { current, known, may } = useSession()
  await Promise.all([known(), deskWords(to.meta.words ?? [])])
  // Whose role needs a second factor sets it up first.
  if (current.value?.must_enrol && !to.meta.open && to.name !== 'account') return { name: 'account' }
  // Who reads no cases has no work list.
  if (to.name === 'list' && current.value && !may('case.read')) {
    return { name: may('unit.manage') && (await isNewOffice()) ? 'setup' : homeWithoutCases(may) }
  }
  // The address stays, so that it opens by itself once the duty is given.
  if (current.value && !shows(to.name, may)) {
    const barred = to.path.split('/').filter(Boolean)
    return { name: 'barred', params: { barred }, query: to.query, hash: to.hash, replace: true }
  }
  if (to.meta.open || current.value) return true
  return { name: 'sign-in', query: signInQuery(to) }
})

/** A new office is led to its first steps by whoever builds it. */
async function isNewOffice(): Promise<boolean> {
  try {
    const { setup } = await import('../api/setup')
    const office = await setup.get()
    return !office.is_done && !office.has_units
  } catch {
    return false // the page that comes instead will tell
  }
}

/** Where to go on after signing in; only ever a path of this application. */
function signInQuery(to: RouteLocationNormalized): Record<string, string> {
  return to.fullPath === '/' || to.name === 'sign-in' ? {} : { to: to.fullPath }
}
