/** Finding options as a person types; pure, so that it is tested without a page. */
export interface ComboOption {
  value: string
  label: string
  detail?: string | undefined
  search?: string | undefined // further text that finds the option: code, short name
}

export const SHOWN_MAX = 60

/** Full-width letters and digits of an input method become half-width; case does not matter. */
export const folded = (text: string) => text.normalize('NFKC').toLowerCase().trim()

/** Every word must occur; options that begin with the text come first, otherwise the given order stays. */
export function matching<T extends ComboOption>(options: readonly T[], text: string): T[] {
  const words = folded(text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...options]
  const begin: T[] = []
  const rest: T[] = []
  for (const option of options) {
    const label = folded(option.label)
    const all = `${label} ${folded(option.search ?? '')}`
    if (!words.every((word) => all.includes(word))) continue
    if (label.startsWith(words[0]!)) begin.push(option)
    else rest.push(option)
  }
  return [...begin, ...rest]
}
