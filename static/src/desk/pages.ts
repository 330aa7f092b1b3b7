/**
 * Every page of the desk, one row each. Routes, the bar, the index of administration and the command palette come out of these rows.
 */
import type { Component } from 'vue'
import type { MessageKey } from '../composables/useI18n'

export interface DeskPage {
  path: string
  name: string
  component: () => Promise<{ default: Component }>
  /** The areas of words (locales/<language>/<area>.json) that the page needs beside "common" and "desk". */
  words?: readonly string[]
  /** Shown without signing in. */
  open?: true
  /** What it is called where one goes there: in the bar, in the index of administration, or by typing only. */
  label?: MessageKey
  place?: 'bar' | 'admin' | 'palette'
  /** Who goes there: whoever has one of these permissions; everybody who is signed in without them. */
  may?: readonly string[]
}

export const PAGES: readonly DeskPage[] = [
  {
    path: '/',
    name: 'list',
    component: () => import('../pages/desk/WorkListPage.vue'),
    words: ['worklist'],
    label: 'nav.list',
    place: 'bar',
  },
  {
    path: '/register',
    name: 'register',
    component: () => import('../pages/desk/RegisterPage.vue'),
    words: ['intake'],
    label: 'nav.register',
    place: 'bar',
    may: ['case.register'],
  },
  {
    path: '/register/receipt',
    name: 'receipt',
    component: () => import('../pages/desk/ReceiptPage.vue'),
    words: ['intake'],
  },
  {
    path: '/cases/:id',
    name: 'case',
    component: () => import('../pages/desk/CasePage.vue'),
    words: ['caseview'],
  },
  {
    path: '/drafts',
    name: 'drafts',
    component: () => import('../pages/desk/DraftsPage.vue'),
    words: ['caseview'],
    label: 'nav.drafts',
    place: 'palette',
    may: ['case.read'],
  },
  {
    path: '/board',
    name: 'board',
    component: () => import('../pages/desk/BoardPage.vue'),
    words: ['board'],
    label: 'nav.board',
    place: 'bar',
    may: ['case.count'],
  },
  {
    path: '/confirmations',
    name: 'confirmations',
    component: () => import('../pages/desk/ConfirmationsPage.vue'),
    words: ['admin'],
    label: 'nav.confirmations',
    place: 'bar',
    may: ['account.confirm', 'account.manage'],
  },
  {
    path: '/retention',
    name: 'retention',
    component: () => import('../pages/desk/RetentionPage.vue'),
    words: ['archive'],
    label: 'nav.retention',
    place: 'bar',
    may: ['retention.manage'],
  },
  {
    path: '/notices',
    name: 'notices',
    component: () => import('../pages/desk/NoticesPage.vue'),
    label: 'nav.notices',
    place: 'palette',
  },
  {
    path: '/account',
    name: 'account',
    component: () => import('../pages/desk/AccountPage.vue'),
    label: 'nav.account',
    place: 'palette',
  },
  { path: '/sign-in', name: 'sign-in', component: () => import('../pages/desk/SignInPage.vue'), open: true },
  { path: '/reset', name: 'reset', component: () => import('../pages/desk/ResetPage.vue'), open: true },
  { path: '/:rest(.*)*', name: 'missing', component: () => import('../pages/desk/MissingPage.vue') },
]

/** The pages of some places that somebody may go to, in the order of the rows. */
export const pagesAt = (places: readonly DeskPage['place'][], may: (permission: string) => boolean) =>
  PAGES.filter(
    (p): p is DeskPage & { label: MessageKey } =>
      p.label !== undefined && places.includes(p.place) && (p.may === undefined || p.may.some(may)),
  )
