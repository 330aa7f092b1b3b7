/** What may stand below what in the tree of units, and a table of units read from a spreadsheet. */
import type { UnitRow } from '../api/adminTypes'
import type { UnitKind } from '../api/types'
import { parseCsv } from './csv'

/** As the server has it (domain/unit.c); it has the last word. */
export const KINDS_BELOW: Record<UnitKind, readonly UnitKind[]> = {
  county: ['department', 'town', 'bureau'],
  bureau: ['department'],
  department: ['department'],
  town: ['village'],
  village: ['grid'],
  grid: [],
}

const COLUMNS: Record<string, keyof UnitRow> = {
  代码: 'code',
  名称: 'name',
  简称: 'short_name',
  类别: 'kind',
  上级代码: 'parent_code',
  可承办: 'can_handle',
  文号字: 'doc_mark',
  电话: 'phone',
  地址: 'address',
}
const KINDS: Record<string, UnitKind> = {
  县: 'county',
  信访局: 'bureau',
  部门: 'department',
  乡镇: 'town',
  街道: 'town',
  村: 'village',
  社区: 'village',
  网格: 'grid',
}
const NO = new Set(['否', 'no', 'false', '0'])
export const UNIT_COLUMNS = [
  'code',
  'name',
  'short_name',
  'kind',
  'parent_code',
  'can_handle',
  'doc_mark',
  'phone',
  'address',
]

export interface UnitTable {
  rows: UnitRow[]
  /** Headings that say nothing here; nothing of them is read. */
  unknown: string[]
  /** Columns that are needed and not there. */
  missing: string[]
}
/** Headings in Chinese or as the API names them, in any order. */
export function readUnits(text: string): UnitTable {
  const [head = [], ...lines] = parseCsv(text)
  const names = head.map((h) => COLUMNS[h] ?? (UNIT_COLUMNS.includes(h) ? (h as keyof UnitRow) : null))
  const rows = lines.map((line) => {
    const row: Record<string, unknown> = {}
    names.forEach((name, i) => {
      const cell = line[i]
      if (!name || !cell) return
      if (name === 'can_handle') row[name] = !NO.has(cell.toLowerCase())
      else row[name] = name === 'kind' ? (KINDS[cell] ?? cell) : cell
    })
    return row as unknown as UnitRow
  })
  return {
    rows,
    unknown: head.filter((h, i) => h !== '' && names[i] === null),
    missing: ['code', 'name', 'kind'].filter((c) => !names.includes(c as keyof UnitRow)),
  }
}
