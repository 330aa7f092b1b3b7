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
  lines: PaperLine[]
}
