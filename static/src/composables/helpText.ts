/** A help page as a tree, and what a search finds in it. Pure. */
export type Inline = string | { as: 'strong' | 'kbd'; of: Inline[] } | { as: 'a'; href: string; of: Inline[] }
export type Block =
  | { as: 'h2'; id: string; text: string }
  | { as: 'p'; of: Inline[] }
  | { as: 'ul' | 'ol'; items: Block[][] }
  | { as: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { as: 'data'; name: string }
export interface HelpText {
  title: string
  lead: Inline[]
  blocks: Block[]
}

/** A stretch of a page that has an address: the page itself or one of its headings. */
export interface Passage {
  path: string // "/help/limits#pause"
  title: string
  heading: string | null
  text: string
}
export interface Found extends Omit<Passage, 'text'> {
  before: string
  hit: string
  after: string
}

const words = (of: Inline[]): string => of.map((x) => (typeof x === 'string' ? x : words(x.of))).join('')
function plain(block: Block): string {
  switch (block.as) {
    case 'h2':
      return block.text
    case 'p':
      return words(block.of)
    case 'data':
      return ''
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(words).join(' ')).join(' ')
    default:
      return block.items.map((item) => item.map(plain).join(' ')).join(' ')
  }
}

export function passagesOf(path: string, page: HelpText): Passage[] {
  const all: Passage[] = [{ path, title: page.title, heading: null, text: words(page.lead) }]
  for (const b of page.blocks) {
    if (b.as === 'h2') all.push({ path: `${path}#${b.id}`, title: page.title, heading: b.text, text: '' })
    else all[all.length - 1]!.text = `${all[all.length - 1]!.text} ${plain(b)}`.trim()
  }
  return all
}

const AROUND = 36
const fold = (text: string) => text.toLowerCase()

/** Passages that hold every word; those with it in title or heading first. */
export function searchHelp(passages: readonly Passage[], query: string, most = 12): Found[] {
  const wanted = fold(query.normalize('NFKC')).split(/\s+/).filter(Boolean)
  if (!wanted.length) return []
  return passages
    .flatMap((p) => {
      const name = fold(p.heading ?? p.title)
      const text = fold(p.text)
      const page = fold(p.title)
      const isIn = (w: string) => name.includes(w) || text.includes(w)
      if (!wanted.some(isIn) || !wanted.every((w) => isIn(w) || page.includes(w))) return []
      const score = wanted.filter((w) => name.includes(w)).length * 2 + (p.heading === null ? 1 : 0)
      const first = wanted.find((w) => text.includes(w))
      const at = first ? text.indexOf(first) : 0
      const from = Math.max(0, at - AROUND)
      const end = at + (first?.length ?? 0)
      return [
        {
          score,
          found: {
            path: p.path,
            title: p.title,
            heading: p.heading,
            before: (from > 0 ? '…' : '') + p.text.slice(from, at),
            hit: p.text.slice(at, end),
            after: p.text.slice(end, end + 2 * AROUND) + (end + 2 * AROUND < p.text.length ? '…' : ''),
          },
        },
      ]
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map((x) => x.found)
}
