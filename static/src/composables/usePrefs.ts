/** What a person prefers on this machine. Kept in local storage, nothing of it is secret. */
import { reactive, watch } from 'vue'

export type Locale = 'zh-CN' | 'en'
export interface Prefs {
  locale: Locale
  theme: 'auto' | 'light' | 'dark' | 'contrast'
  size: 'normal' | 'large'
  keys: boolean // single-key shortcuts (WCAG 2.1.4 wants an off switch)
  shortcuts: Record<string, string> // those that were given another key
  live: boolean // pages bring themselves up to date
  newestFirst: boolean // order of the timeline
}

const defaults: Prefs = {
  locale: 'zh-CN',
  theme: 'auto',
  size: 'normal',
  keys: true,
  shortcuts: {},
  live: true,
  newestFirst: true,
}

function load(): Prefs {
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem('prefs') ?? '{}') as Partial<Prefs>) }
  } catch {
    return { ...defaults }
  }
}

export const prefs = reactive(load())

/** Follows the preferences with the document and the store; called once by each entry. */
export function startPrefs(): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const contrast = matchMedia('(prefers-contrast: more)')
  const chosen = () => (contrast.matches ? 'contrast' : system.matches ? 'dark' : 'light')
  const apply = () => {
    const root = document.documentElement
    root.dataset['theme'] = prefs.theme === 'auto' ? chosen() : prefs.theme
    root.dataset['size'] = prefs.size
  }
  system.addEventListener('change', apply)
  contrast.addEventListener('change', apply)
  watch(
    prefs,
    () => {
      apply()
      try {
        localStorage.setItem('prefs', JSON.stringify(prefs))
      } catch {
        // storage is off: the preference lasts as long as the page
      }
    },
    { deep: true },
  )
  apply()
}
