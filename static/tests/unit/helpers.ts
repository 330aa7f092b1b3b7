/** What most tests start from. */
import zhCommon from '../../src/locales/zh-CN/common.json'
import zhDesk from '../../src/locales/zh-CN/desk.json'
import zhHome from '../../src/locales/zh-CN/home.json'
import zhPortal from '../../src/locales/zh-CN/portal.json'
import zhTrack from '../../src/locales/zh-CN/track.json'
import enCommon from '../../src/locales/en/common.json'
import enDesk from '../../src/locales/en/desk.json'
import enHome from '../../src/locales/en/home.json'
import enPortal from '../../src/locales/en/portal.json'
import enTrack from '../../src/locales/en/track.json'
import { startI18n, useI18n } from '../../src/composables/useI18n'
import type { EventField } from '../../src/api/types'

export const zh: Record<string, string> = { ...zhCommon, ...zhDesk, ...zhHome, ...zhPortal, ...zhTrack }
export const en: Record<string, string> = { ...enCommon, ...enDesk, ...enHome, ...enPortal, ...enTrack }

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
