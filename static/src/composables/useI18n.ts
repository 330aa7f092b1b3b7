/**
 * Words, dates and numbers in two languages. zh-CN is the source of the keys; a missing key in it fails the type check, a
 * missing key elsewhere fails a unit test. Plurals: "x.y_one" / "x.y_other", reached by tn('x.y', n).
 */
import { shallowRef, computed } from 'vue'
import type { Words } from '../locales/areas'
import { setLanguage } from '../api/client'
import { prefs, type Locale } from './usePrefs'

export type MessageKey = keyof Words
export type PluralKey = MessageKey extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never
export type Messages = Partial<Record<MessageKey, string>>
export type Params = Record<string, string | number>
type Loaders = Record<Locale, () => Messages | Promise<Messages>>
export type DateStyle = 'date' | 'short' | 'weekday' | 'time' | 'clock'

export const TIME_ZONE = 'Asia/Shanghai'

const locale = shallowRef<Locale>('zh-CN')
const messages = shallowRef<Messages>({})
let loaders: Loaders
/** The areas whose words the pages shown so far asked for; a change of language brings them all. */
const areas = new Map<string, (of: Locale) => Promise<Messages> | undefined>()

function fill(text: string, params?: Params): string {
  return params ? text.replace(/\{(\w+)\}/g, (all, name: string) => String(params[name] ?? all)) : text
}
function t(key: MessageKey, params?: Params): string {
  return fill(messages.value[key] ?? key, params)
}
const plurals = new Map<Locale, Intl.PluralRules>()
function tn(key: PluralKey, count: number, params?: Params): string {
  let rules = plurals.get(locale.value)
  if (!rules) plurals.set(locale.value, (rules = new Intl.PluralRules(locale.value)))
  const texts = messages.value as Record<string, string | undefined>
  const text = texts[`${key}_${rules.select(count)}`] ?? texts[`${key}_other`] ?? key
  return fill(text, { n: n(count), ...params })
}
/** For keys that end in a value of the server: a value newer than this page shows as itself. */
function tv(area: string, value: string | null | undefined): string {
  if (!value) return ''
  return (messages.value as Record<string, string | undefined>)[`${area}.${value}`] ?? value
}

const formats = new Map<string, Intl.DateTimeFormat>()
function format(style: DateStyle, withYear: boolean): Intl.DateTimeFormat {
  const id = `${locale.value} ${style} ${withYear}`
  let found = formats.get(id)
  if (!found) {
    const zh = locale.value === 'zh-CN'
    const year = withYear ? ({ year: 'numeric' } as const) : {}
    const day = { day: 'numeric', month: zh ? 'long' : 'short', ...year } as const
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    const options: Intl.DateTimeFormatOptions =
      style === 'clock'
        ? clock
        : style === 'time'
          ? { ...day, ...clock }
          : style === 'weekday'
            ? { ...day, weekday: zh ? 'long' : 'short' }
            : day
    found = new Intl.DateTimeFormat(zh ? 'zh-CN' : 'en-GB', { timeZone: TIME_ZONE, ...options })
    formats.set(id, found)
  }
  return found
}
/** The day in the county, YYYY-MM-DD. */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE }).format(moment)
}
export const today = () => dayOf(new Date())

/** Accepts an instant or a plain day; "short" drops the year when it is this year's. */
function d(value: string | null | undefined, style: DateStyle = 'date'): string {
  if (!value) return ''
  const moment = new Date(value.length === 10 ? `${value}T12:00:00+08:00` : value)
  if (Number.isNaN(moment.getTime())) return value
  const withYear = style !== 'short' || dayOf(moment).slice(0, 4) !== today().slice(0, 4)
  return format(style, withYear).format(moment)
}
function n(value: number): string {
  return new Intl.NumberFormat(locale.value === 'en' ? 'en-GB' : 'zh-CN').format(value)
}

/** Picks `title_zh` or `title_en` (or any other pair) of something that the server named in both languages. */
function pick(item: object | null | undefined, name = 'title'): string {
  const pair = item as Record<string, unknown> | null | undefined
  const zh = pair?.[`${name}_zh`]
  const en = pair?.[`${name}_en`]
  const wanted = locale.value === 'en' ? en || zh : zh || en
  return typeof wanted === 'string' ? wanted : ''
}

async function setLocale(next: Locale): Promise<void> {
  const parts = await Promise.all([loaders[next](), ...[...areas.values()].map((load) => load(next))])
  messages.value = Object.assign({}, ...parts) as Messages
  locale.value = next
  document.documentElement.lang = next
  setLanguage(next)
  prefs.locale = next
}

/** Adds the words of an area, once; awaited before a page that needs them is shown. */
export async function addArea(area: string, load: (of: Locale) => Promise<Messages> | undefined): Promise<void> {
  if (areas.has(area)) return
  areas.set(area, load)
  const words = await load(locale.value)
  messages.value = { ...messages.value, ...words }
}
export function startI18n(from: Loaders): Promise<void> {
  loaders = from
  return setLocale(prefs.locale === 'en' ? 'en' : 'zh-CN')
}
/** What the Chinese words of the county are marked with while the page around them is in another language. */
const contentLang = computed(() => (locale.value === 'zh-CN' ? undefined : 'zh-CN'))

export const useI18n = () => ({ t, tn, tv, d, n, pick, locale, setLocale, contentLang })
