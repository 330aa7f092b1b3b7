/** Tables of units and of the journal, in and out. */
import { describe, expect, it } from 'vitest'
import { csvOf } from '../../src/charts/csv'
import { parseCsv } from '../../src/composables/csv'
import { readUnits } from '../../src/composables/units'

describe('tables as text', () => {
  it('reads quotes, line breaks in cells, other separators and a byte order mark', () => {
    expect(parseCsv('\uFEFFa,b\r\n"x, ""y""",\n"two\nlines",3')).toEqual([
      ['a', 'b'],
      ['x, "y"', ''],
      ['two\nlines', '3'],
    ])
    expect(parseCsv('a\tb\n1\t2\n\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(parseCsv('a;b\n1,5;2')).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
    ])
    expect(parseCsv('')).toEqual([])
  })
  it('reads what is written', () => {
    const rows = [
      ['甲', 'a "b", c'],
      ['line\nbreak', '12.5'],
    ]
    expect(parseCsv(csvOf(rows))).toEqual(rows)
  })
})

describe('a table of units', () => {
  it('takes Chinese and English headings and kinds', () => {
    const { rows, unknown, missing } = readUnits(
      '代码,名称,kind,上级代码,可承办,备注\nhedong,河东镇,乡镇,999901,否,新\nx,某村,village,hedong,是,',
    )
    expect(rows).toEqual([
      { code: 'hedong', name: '河东镇', kind: 'town', parent_code: '999901', can_handle: false },
      { code: 'x', name: '某村', kind: 'village', parent_code: 'hedong', can_handle: true },
    ])
    expect(unknown).toEqual(['备注'])
    expect(missing).toEqual([])
  })
  it('says which column is missing', () => {
    expect(readUnits('名称\n某镇').missing).toEqual(['code', 'kind'])
    expect(readUnits('').rows).toEqual([])
  })
})
