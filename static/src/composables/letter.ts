/** What the composer of letters adds to the form of an event. Pure. */
import type { EventField } from '../api/types'
import type { EventValues } from './eventForm'
import type { Faults } from './useForm'

/**
 * What was left to be filled in: 【　】, 【待填】, ____, ××, {name}. A name in title marks or brackets is none. The server refuses the act by
 * the same rule (domain/gap.c); tests/fixtures/gaps.tsv holds both to it.
 */
const GAP =
  /【[\s.…]*】|【[^【】]*(?:待[填补定核查写]|请填|填写)[^【】]*】|_{3,}|＿{2,}|×{2,}|\{\{?[\w\u4e00-\u9fff]+\}?\}/
export const hasGap = (text: string) => GAP.test(text)

/** No letter goes out with a gap in it. */
export function gapFaults(
  fields: readonly EventField[],
  values: EventValues,
  label: (f: EventField) => string,
): Faults {
  const faults: Faults = {}
  for (const f of fields) {
    const value = values[f.name]
    if (Array.isArray(value)) {
      value.forEach((a, i) => {
        for (const part of ['answer', 'basis'] as const) {
          if (hasGap(a[part])) faults[`${f.name}.${i}.${part}`] = { key: 'letter.gap', params: { field: label(f) } }
        }
      })
    } else if (value && hasGap(value)) faults[f.name] = { key: 'letter.gap', params: { field: label(f) } }
  }
  return faults
}

/** An article behind what is there already: "《信访工作条例》第三十二条" without the words that explain it in the list. */
export function withArticle(text: string, article: string): string {
  const name = article.replace(/（[^）]*）$/, '')
  const there = text.trim().replace(/[。；;]$/, '')
  if (there.includes(name)) return text
  return there ? `${there}；${name}` : name
}
