/** Where the words that somebody looked for stand in a text. Pure, so that it is tested without a page. */
import { folded } from './combo'

export interface Piece {
  text: string
  isMarked: boolean
}

/** The text in pieces; folding that changes the length of a text leaves it unmarked, for then no place is sure. */
export function pieces(text: string, sought: string): Piece[] {
  const words = folded(sought).split(/\s+/).filter(Boolean)
  const all = text.normalize('NFKC').toLowerCase()
  const marked = new Array<boolean>(text.length).fill(false)
  if (all.length === text.length)
    for (const word of words)
      for (let at = all.indexOf(word); at >= 0; at = all.indexOf(word, at + 1)) marked.fill(true, at, at + word.length)
  const found: Piece[] = []
  for (let i = 0, from = 0; i < text.length; i++)
    if (i + 1 === text.length || marked[i + 1] !== marked[i]) {
      found.push({ text: text.slice(from, i + 1), isMarked: marked[i]! })
      from = i + 1
    }
  return found
}
