/** The help pages: which there are, their texts by language, and the way between them without leaving the page. */
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import titles from 'virtual:help-titles'
import { board } from '../api/board'
import { portal } from '../api/portal'
import type { HelpText } from './helpText'
import { kept } from './kept'
import { markNavigated } from './useNavigation'
import { useI18n } from './useI18n'
import type { Locale } from './usePrefs'

/** In the order in which they are read; each has an address, /help/<page>. */
export const PAGES = [
  'about',
  'submit',
  'stages',
  'limits',
  'repeats',
  'review',
  'documents',
  'safeguards',
  'proof',
  'admin',
  'board',
  'security',
  'setup',
  'keys',
  'ux',
] as const

const files = import.meta.glob<HelpText>('../../help/*/*.md', { import: 'default' })
const fileOf = (locale: Locale, page: string) => files[`../../help/${locale}/${page}.md`]

/** Undefined when there is no such page. */
export const loadHelp = (locale: Locale, page: string): Promise<HelpText> | undefined => fileOf(locale, page)?.()
export const loadAllHelp = (locale: Locale): Promise<HelpText[]> =>
  Promise.all(PAGES.map((page) => fileOf(locale, page)!()))
/** The tables that some pages show besides their texts. */
export const loadHelpData = (): Promise<unknown>[] => [
  kept('clocks', portal.clocks),
  kept('indicators', board.indicators),
]

export function useHelpTitles() {
  const { locale } = useI18n()
  return computed(() =>
    PAGES.map((page) => ({ page, path: `/help/${page}`, title: titles[locale.value][page] ?? page })),
  )
}

/** What stands behind /help/: "limits", "workflows/appeal", "" for the contents. */
const at = () =>
  decodeURI(location.pathname)
    .replace(/^\/help\/?/, '')
    .replace(/\/$/, '')

export function useHelpPath() {
  const path = ref(at())
  const anchor = shallowRef(location.hash.slice(1))
  function follow(): void {
    markNavigated()
    path.value = at()
    anchor.value = location.hash.slice(1)
  }
  addEventListener('popstate', follow)
  onScopeDispose(() => removeEventListener('popstate', follow))

  /** Takes a plain press on a link between help pages, so that what is loaded stays loaded. */
  function onClick(event: MouseEvent): void {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return
    const link = (event.target as Element | null)?.closest?.('a')
    if (!link || link.origin !== location.origin || !/^\/help(\/|$)/.test(link.pathname)) return
    event.preventDefault()
    history.pushState(null, '', link.href)
    follow()
    if (!link.hash) scrollTo(0, 0)
  }
  return { path, anchor, onClick }
}
