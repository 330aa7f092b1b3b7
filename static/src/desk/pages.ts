/**
 * Every page of the desk, one row each. Routes, the bar, the index of administration and the command palette come out of these rows.
 */
import type { Component } from 'vue'
import type { MessageKey } from '../composables/useI18n'

/** The groups of the index of administration, in their order. */
export const GROUPS = ['people', 'rules', 'audit'] as const

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
  /** Of a page at place "admin": where it stands in the index ("rules" without one), and the line that says what it is for. */
  group?: (typeof GROUPS)[number]
  about?: MessageKey
  /**
   * Who goes there: whoever has one of these permissions, or all of those that stand together; everybody who is signed in without them.
   * Who comes by the address alone is told what it takes (BarredPage), and the server is not asked.
   */
  may?: readonly (string | readonly string[])[]
  /** Led there are those who may change it; by its address everybody may read it, as the server lets them. */
  readable?: true
}

/** The pages of setting up come together: who goes to one goes to the next. */
const settingUp = (name: keyof (typeof import('../pages/desk/setup/SettingUpPage'))['pages']) => async () => ({
  default: (await import('../pages/desk/setup/SettingUpPage')).pages[name],
})

export const PAGES: readonly DeskPage[] = [
  {
    path: '/',
    name: 'list',
    component: () => import('../pages/desk/WorkListPage.vue'),
    words: ['worklist'],
    label: 'nav.list',
    place: 'bar',
    may: ['case.read'],
  },
  {
    path: '/register',
    name: 'register',
    component: () => import('../pages/desk/RegisterPage.vue'),
    words: ['person', 'intake'],
    label: 'nav.register',
    place: 'bar',
    may: ['case.register'],
  },
  {
    path: '/register/receipt',
    name: 'receipt',
    component: () => import('../pages/desk/ReceiptPage.vue'),
    words: ['intake'],
    may: ['case.register'],
  },
  {
    path: '/cases/:id',
    name: 'case',
    component: () => import('../pages/desk/CasePage.vue'),
    words: ['caseview'],
    may: ['case.read'],
  },
  {
    path: '/drafts',
    name: 'drafts',
    component: () => import('../pages/desk/DraftsPage.vue'),
    words: ['caseview', 'drafts'],
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
    path: '/cases/:id/letters/:event',
    name: 'letter',
    component: () => import('../pages/desk/LetterPage.vue'),
    words: ['caseview', 'letter'],
    may: ['case.act'],
  },
  {
    path: '/confirmations',
    name: 'confirmations',
    component: () => import('../pages/desk/ConfirmationsPage.vue'),
    words: ['admin', 'worklist'],
    label: 'nav.confirmations',
    place: 'bar',
    may: ['account.confirm', 'account.manage', ['case.count', 'case.read']],
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
    path: '/admin',
    name: 'admin',
    component: () => import('../pages/desk/admin/AdminPage.vue'),
    words: ['admin'],
    label: 'nav.admin',
    place: 'bar',
    may: [
      'unit.manage',
      'account.manage',
      'dictionary.manage',
      'setting.manage',
      'calendar.manage',
      'workflow.manage',
      'journal.read',
    ],
  },
  {
    path: '/admin/units',
    name: 'admin-units',
    component: () => import('../pages/desk/admin/UnitsPage.vue'),
    words: ['admin'],
    label: 'nav.admin.units',
    place: 'admin',
    group: 'people',
    about: 'admin.about.units',
    may: ['unit.manage'],
    readable: true,
  },
  {
    path: '/admin/accounts',
    name: 'admin-accounts',
    component: () => import('../pages/desk/admin/AccountsPage.vue'),
    words: ['admin'],
    label: 'nav.admin.accounts',
    place: 'admin',
    group: 'people',
    about: 'admin.about.accounts',
    may: ['account.manage'],
  },
  {
    path: '/admin/accounts/:id',
    name: 'admin-account',
    component: () => import('../pages/desk/admin/OneAccountPage.vue'),
    words: ['admin', 'perms'],
    may: ['account.manage'],
  },
  {
    path: '/admin/tokens',
    name: 'admin-tokens',
    component: () => import('../pages/desk/admin/TokensPage.vue'),
    words: ['admin', 'perms'],
    label: 'nav.admin.tokens',
    place: 'admin',
    group: 'people',
    about: 'admin.about.tokens',
    may: ['account.manage'],
  },
  {
    path: '/admin/dictionaries',
    name: 'admin-dictionaries',
    component: () => import('../pages/desk/admin/DictionariesPage.vue'),
    words: ['admin'],
    label: 'nav.admin.dictionaries',
    place: 'admin',
    group: 'rules',
    about: 'admin.about.dictionaries',
    may: ['dictionary.manage'],
  },
  {
    path: '/admin/settings',
    name: 'admin-settings',
    component: () => import('../pages/desk/admin/SettingsPage.vue'),
    words: ['admin'],
    label: 'nav.admin.settings',
    place: 'admin',
    group: 'rules',
    about: 'admin.about.settings',
    may: ['setting.manage'],
  },
  {
    path: '/admin/journal',
    name: 'admin-journal',
    component: () => import('../pages/desk/admin/JournalPage.vue'),
    words: ['admin', 'perms'],
    label: 'nav.admin.journal',
    place: 'admin',
    group: 'audit',
    about: 'admin.about.journal',
    may: ['journal.read'],
  },
  {
    path: '/setup',
    name: 'setup',
    component: settingUp('setup'),
    words: ['setup'],
    label: 'nav.setup',
    place: 'admin',
    group: 'people',
    about: 'admin.about.setup',
    may: ['unit.manage'],
  },
  {
    path: '/setup/calendars',
    name: 'calendars',
    component: settingUp('calendars'),
    words: ['setup'],
    label: 'nav.calendars',
    place: 'admin',
    group: 'rules',
    about: 'admin.about.calendars',
    may: ['calendar.manage'],
    readable: true,
  },
  {
    path: '/setup/workflows',
    name: 'workflows',
    component: settingUp('workflows'),
    words: ['setup'],
    label: 'nav.workflows',
    place: 'admin',
    group: 'rules',
    about: 'admin.about.workflows',
    may: ['workflow.manage'],
    readable: true,
  },
  {
    path: '/setup/workflows/new',
    name: 'workflow-new',
    component: settingUp('workflow'),
    words: ['setup'],
    may: ['workflow.manage'],
  },
  {
    path: '/setup/workflows/:key',
    name: 'workflow',
    component: settingUp('workflow'),
    words: ['setup'],
  },
  {
    path: '/setup/practices',
    name: 'practices',
    component: settingUp('practices'),
    words: ['setup', 'practice'],
    label: 'nav.practices',
    place: 'admin',
    group: 'rules',
    about: 'admin.about.practices',
    may: ['workflow.manage'],
    readable: true,
  },
  {
    path: '/notices',
    name: 'notices',
    component: () => import('../pages/desk/NoticesPage.vue'),
    words: ['notices'],
    label: 'nav.notices',
    place: 'palette',
  },
  {
    path: '/account',
    name: 'account',
    component: () => import('../pages/desk/AccountPage.vue'),
    words: ['account', 'perms'],
    label: 'nav.account',
    place: 'palette',
  },
  { path: '/sign-in', name: 'sign-in', component: () => import('../pages/desk/SignInPage.vue'), open: true },
  {
    path: '/reset',
    name: 'reset',
    component: () => import('../pages/desk/ResetPage.vue'),
    words: ['account'],
    open: true,
  },
  // Only ever led to by the guard; an address alone finds the page itself, or none.
  {
    path: '/:barred(.*)*',
    name: 'barred',
    component: () => import('../pages/desk/BarredPage.vue'),
    words: ['barred'],
  },
  { path: '/:rest(.*)*', name: 'missing', component: () => import('../pages/desk/MissingPage.vue') },
]

type May = (permission: string) => boolean
/** Whether a page is offered to somebody. */
const goes = (page: DeskPage, may: May) =>
  page.may === undefined || page.may.some((p) => (typeof p === 'string' ? may(p) : p.every(may)))
/** Whether a page shows itself to somebody who comes by its address. */
export const shows = (name: unknown, may: May) => PAGES.every((p) => p.name !== name || p.readable || goes(p, may))

/** Where who reads no cases begins: the figures, or the index of what they look after. */
export const homeWithoutCases = (may: May) =>
  ['board', 'admin'].find((name) => PAGES.some((p) => p.name === name && goes(p, may))) ?? 'account'

/** The pages of some places that somebody may go to, in the order of the rows. */
export const pagesAt = (places: readonly DeskPage['place'][], may: May) =>
  PAGES.filter(
    (p): p is DeskPage & { label: MessageKey } => p.label !== undefined && places.includes(p.place) && goes(p, may),
  )
