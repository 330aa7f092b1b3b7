/** What was loaded once and does not change while the page is open, so that it is there without a connection too. */
const all = new Map<string, Promise<unknown>>()

/** A load that failed is forgotten, so that the next one who asks tries again. */
export function kept<T>(name: string, load: () => Promise<T>): Promise<T> {
  let found = all.get(name) as Promise<T> | undefined
  if (!found) {
    found = load()
    all.set(name, found)
    found.catch(() => all.delete(name))
  }
  return found
}
