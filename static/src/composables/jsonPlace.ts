/** Where in a JSON text the value stands that a pointer names. Pure; a text that is no JSON is followed as far as it goes. */

/** Start of the value at `path` in `text`, or of the last part of the path that is there. */
export function placeOf(text: string, path: readonly string[]): number {
  let at = 0
  const blank = () => {
    while (at < text.length && /\s/.test(text[at]!)) at++
  }
  const string = (): string => {
    const from = at++
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    at++
    try {
      return JSON.parse(text.slice(from, at)) as string
    } catch {
      return text.slice(from + 1, at - 1)
    }
  }
  /** Passes over the value at `at`. */
  const skip = () => {
    let depth = 0
    do {
      blank()
      const c = text[at]
      if (c === '"') string()
      else if (c === '{' || c === '[' || c === '}' || c === ']') {
        depth += c === '{' || c === '[' ? 1 : -1
        at++
      } else if (c === ',' || c === ':') at++
      else while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at++
    } while (depth > 0 && at < text.length)
  }
  blank()
  let found = at
  for (const name of path) {
    const isArray = text[at] === '['
    if (!isArray && text[at] !== '{') return found
    at++
    for (let index = 0; ; index++) {
      blank()
      if (at >= text.length || text[at] === '}' || text[at] === ']') return found
      if (text[at] === ',') {
        at++
        blank()
      }
      let key = String(index)
      if (!isArray) {
        if (text[at] !== '"') return found
        key = string()
        blank()
        at++ // the colon
        blank()
      }
      if (key === name) break
      skip()
    }
    found = at
  }
  return found
}
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
