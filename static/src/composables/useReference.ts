/** Reference data of the desk: units and dictionaries, each loaded once per page load and shared. */
import { computed, shallowRef, type ShallowRef } from 'vue'
import { dictionary, units as unitCalls } from '../api/desk'
import type { DictionaryEntry, Unit, UnitKind } from '../api/types'
import type { ComboOption } from './combo'
import { initials } from './pinyin'
import { useI18n } from './useI18n'

const units = shallowRef<Unit[]>([])
const unitsLoading = shallowRef(false)
let unitsAsked: Promise<void> | undefined
const PAGES_MAX = 50 // 10 000 units: more than any county with its villages and grids

async function loadUnits(): Promise<void> {
  unitsLoading.value = true
  try {
    const all: Unit[] = []
    let cursor: string | undefined
    for (let i = 0; i < PAGES_MAX; i++) {
      const { data, page } = await unitCalls.page({ cursor, limit: 200 })
      all.push(...data)
      if (!page.next) break
      cursor = page.next
    }
    units.value = all
  } catch {
    unitsAsked = undefined // asked again by the next field that needs it
  } finally {
    unitsLoading.value = false
  }
}

const dictionaries = new Map<string, ShallowRef<DictionaryEntry[]>>()

export function useUnits() {
  unitsAsked ??= loadUnits()
  const byId = computed(() => new Map(units.value.map((u) => [u.id, u])))
  /** "白塔街道 / 枫林社区": the unit with its town, so that villages of one name are told apart. */
  function fullName(unit: Unit): string {
    const parent = unit.parent_id ? byId.value.get(unit.parent_id) : undefined
    const nested = unit.kind === 'village' || unit.kind === 'grid'
    return nested && parent ? `${fullName(parent)} / ${unit.name}` : unit.name
  }
  const options = (wanted: (unit: Unit) => boolean) =>
    computed<ComboOption[]>(() =>
      units.value.filter(wanted).map((u) => ({
        value: u.id,
        label: fullName(u),
        detail: u.short_name && !u.name.includes(u.short_name) ? u.short_name : undefined,
        search: [u.short_name, u.code, initials(u.name), initials(u.short_name ?? '')].filter(Boolean).join(' '),
      })),
    )
  const kinds =
    (...wanted: UnitKind[]) =>
    (u: Unit) =>
      wanted.includes(u.kind)
  return {
    units,
    loading: unitsLoading,
    byId,
    places: options(kinds('town', 'village', 'grid')),
    competent: options((u) => u.can_handle),
    all: options(kinds('county', 'bureau', 'department', 'town')),
  }
}

export function useDictionary(kind: string) {
  const { pick } = useI18n()
  let entries = dictionaries.get(kind)
  if (!entries) {
    entries = shallowRef<DictionaryEntry[]>([])
    dictionaries.set(kind, entries)
    const into = entries
    dictionary(kind).then(
      ({ data }) => (into.value = data),
      () => dictionaries.delete(kind),
    )
  }
  const list = entries
  const byCode = computed(() => new Map(list.value.map((e) => [e.code, e])))
  function titleOf(code: string | null | undefined): string {
    return code ? pick(byCode.value.get(code)) || code : ''
  }
  /** "城乡建设 / 城市建设和市政管理": first levels and, under each, its second levels. */
  const tree = computed<ComboOption[]>(() => {
    const children = new Map<string, DictionaryEntry[]>()
    for (const e of list.value) {
      if (e.parent_code) children.set(e.parent_code, [...(children.get(e.parent_code) ?? []), e])
    }
    return list.value
      .filter((e) => !e.parent_code)
      .flatMap((top) => [
        { value: top.code, label: pick(top), search: `${top.code} ${top.title_zh}` },
        ...(children.get(top.code) ?? []).map((e) => ({
          value: e.code,
          label: `${pick(top)} / ${pick(e)}`,
          search: `${e.code} ${e.title_zh}`,
        })),
      ])
  })
  return { list, byCode, titleOf, tree }
}
