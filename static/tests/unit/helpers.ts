/** What most tests start from. */
import { startI18n, useI18n } from '../../src/composables/useI18n'
import type { EventField } from '../../src/api/types'

const FILES = import.meta.glob<Record<string, string>>('../../src/locales/*/*.json', { import: 'default', eager: true })
const all = (locale: string): Record<string, string> =>
  Object.assign({}, ...Object.keys(FILES).flatMap((f) => (f.includes(`/${locale}/`) ? [FILES[f]!] : [])))

export const zh = all('zh-CN')
export const en = all('en')

export async function speak(locale: 'zh-CN' | 'en' = 'zh-CN') {
  await startI18n({ 'zh-CN': () => zh, en: () => en })
  await useI18n().setLocale(locale)
  return useI18n()
}

export const eventField = (name: string, kind: EventField['kind'], more: Partial<EventField> = {}): EventField => ({
  name,
  kind,
  title_zh: name,
  title_en: name,
  hint_zh: null,
  hint_en: null,
  required: true,
  required_when: null,
  min: 0,
  max: 0,
  choices: [],
  ...more,
})
