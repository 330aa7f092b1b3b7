/** Tables as text (RFC 4180): what an office keeps in its spreadsheets comes in and goes out. */

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

/** One cell. What a spreadsheet would take for a formula is kept text. */
function cellOf(value: string | number | null | undefined): string {
  const text = String(value ?? '')
  const plain = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain
}
/** With a byte order mark, so that spreadsheets read Chinese as what it is. */
export const toCsv = (rows: readonly (readonly (string | number | null | undefined)[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`
