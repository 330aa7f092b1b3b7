/** Tables as text (RFC 4180) on their way in; charts/csv.ts writes them. */

/** Rows of cells; quotes, line breaks inside them, semicolons or tabs instead of commas, and a byte order mark are understood. */
export function parseCsv(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, '')
  const head = source.split(/\r?\n/, 1)[0] ?? ''
  const separator = ['\t', ';', ','].find((s) => head.includes(s)) ?? ','
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    row.push(cell.trim())
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.some((c) => c !== '')) rows.push(row)
    row = []
  }
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!
    if (quoted) {
      if (c !== '"') cell += c
      else if (source[i + 1] === '"') cell += source[i++]
      else quoted = false
    } else if (c === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (c === separator) endCell()
    else if (c === '\n') endRow()
    else if (c !== '\r') cell += c
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}
