/** The paper that an act would make. */
export interface PaperLine {
  kind: 'title' | 'number' | 'heading' | 'text' | 'plain' | 'right' | 'small'
  text: string
}
export interface DocumentPreview {
  type: string
  title_zh: string
  title_en: string
  next_number: string
  draft: boolean // somebody else signs it; only then it gets its number
  lines: PaperLine[]
}
/** A paper that is there, page by page. */
export interface DocumentPages {
  number: string | null
  lines: PaperLine[]
  pages: { png: string }[] // base64url; the first pages only
  total: number
}
