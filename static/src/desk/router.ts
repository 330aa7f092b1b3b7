import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { watchNavigation } from '../composables/useNavigation'
import { useSession } from '../composables/useSession'
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
  routes: [
    { path: '/', name: 'list', component: () => import('../pages/desk/WorkListPage.vue') },
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('../pages/desk/SignInPage.vue'),
      meta: { open: true },
    },
    { path: '/reset', name: 'reset', component: () => import('../pages/desk/ResetPage.vue'), meta: { open: true } },
    { path: '/cases/:id', name: 'case', component: () => import('../pages/desk/CasePage.vue') },
    { path: '/register', name: 'register', component: () => import('../pages/desk/RegisterPage.vue') },
    { path: '/register/receipt', name: 'receipt', component: () => import('../pages/desk/ReceiptPage.vue') },
    { path: '/account', name: 'account', component: () => import('../pages/desk/AccountPage.vue') },
    { path: '/notices', name: 'notices', component: () => import('../pages/desk/NoticesPage.vue') },
    {
      path: '/confirmations',
      name: 'confirmations',
      component: () => import('../pages/desk/ConfirmationsPage.vue'),
      meta: { words: ['admin'] },
    },
    {
      path: '/retention',
      name: 'retention',
      component: () => import('../pages/desk/RetentionPage.vue'),
      meta: { words: ['archive'] },
    },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('../pages/desk/MissingPage.vue') },
  ],
  // A change of filters leaves the view where it is; back and forward go where the reader was.
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

watchNavigation(router)

router.beforeEach(async (to) => {
  const { current, known } = useSession()
  await Promise.all([known(), deskWords(to.meta.words ?? [])])
  // Whose role needs a second factor sets it up first.
  if (current.value?.must_enrol && !to.meta.open && to.name !== 'account') return { name: 'account' }
  if (to.meta.open || current.value) return true
  return { name: 'sign-in', query: signInQuery(to) }
})

/** Where to go on after signing in; only ever a path of this application. */
function signInQuery(to: RouteLocationNormalized): Record<string, string> {
  return to.fullPath === '/' || to.name === 'sign-in' ? {} : { to: to.fullPath }
}
