/** The office's journal in words: whatever the server may write into it has words in both languages. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OfficeEntry } from '../../src/api/adminTypes'
import { journalWords, KINDS } from '../../src/composables/journalWords'
import { en, speak, zh } from './helpers'

const ROOT = join(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const files = ['src/api', 'src/app', 'src/domain'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.c'))
    .map((file) => join(folder, file)),
)
const all = files.map(read)
const writers = all.filter(
  (text) => /office_journal_append\(/.test(text) && !/^enum rc office_journal_append\(/m.test(text),
)
const found = (texts: readonly string[], pattern: RegExp) => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((m) => m[1]!))),
]
/** What is logged, put into the journal of a case or names a column looks the same and is none. */
const bare = writers.map((text) => text.replace(/LOG\([^;]*;/g, '').replace(/\b(case_save|vault_\w+)\([^;]*;/g, ''))
const permissions = found([read('include/domain/perm.def')], /PERM\(\w+, "([a-z.]+)"/g)
const actions = [
  ...found(bare, /"((?!persons|factors|files|petitiond)[a-z]+\.[a-z_]+)"/g),
  ...found([read('include/domain/alarm.h')], /#define ALARM_\w+\s+"([a-z.]+)"/g),
].filter((x) => !permissions.includes(x))
const fields = found(writers, /changes_add(?:_int)?\((?!&w)[&\w]+, "(\w+)"/g)
const touched = found(all, /changes_touch\([^,]+, "(\w+)"/g)

const missing = (area: string, keys: readonly string[]) =>
  [zh, en].flatMap((words) => keys.map((key) => `${area}.${key}`).filter((key) => !words[key]))
const entry = (more: Partial<OfficeEntry>): OfficeEntry => ({
  seq: 1,
  at: '2026-11-22T01:00:00.000Z',
  actor_id: 'anonymous',
  actor_name: null,
  action: 'account.set',
  object_id: 'unknown',
  object_name: null,
  changes: [],
  hash: '',
  ...more,
})
const ID = '01hq3w8m5t2v7x9y4z6b8c0d1f'
const NOBODY = { unit: () => undefined, role: () => undefined, account: () => undefined, term: () => undefined }

describe('the words of the journal', () => {
  it('hold every action and its kind', () => {
    expect(actions).toEqual(expect.arrayContaining(['session.refuse', 'person.lookup', 'view.drop', 'party.alarm']))
    expect(actions.length).toBeGreaterThan(55)
    expect(missing('admin.action', actions)).toEqual([])
    expect([...new Set(actions.map((x) => x.split('.')[0]!))].filter((x) => !KINDS.includes(x as never))).toEqual([])
    expect(missing('admin.journal.kind', KINDS)).toEqual([])
  })
  it('hold every field of a change', () => {
    expect(fields).toEqual(expect.arrayContaining(['wrong', 'by', 'permissions', 'clocks_moved']))
    expect(fields.length).toBeGreaterThan(55)
    expect(missing('admin.field', [...fields, 'past_journal'])).toEqual([])
  })
  it('hold the kinds of what may be changed past it', () => {
    expect(touched.length).toBeGreaterThan(12)
    expect(missing('admin.journal.kind', touched)).toEqual([])
  })
  it('hold what was wrong, and every permission', () => {
    const wrong = [
      ...found(all, /(?:session|credential)_refuse\(ctx, tx, in, "([a-z ]+)"/g),
      ...found(all, /session_miss\(ctx, tx, in, "([a-z ]+)"/g),
    ]
    expect(wrong.length).toBeGreaterThan(2)
    expect(
      missing(
        'admin.value.wrong',
        wrong.map((x) => x.replace(' ', '_')),
      ),
    ).toEqual([])
    expect(permissions.length).toBeGreaterThan(10)
    expect(missing('perm', permissions)).toEqual([])
  })
})

describe('an entry', () => {
  it('is told without keys and whole ids', async () => {
    await speak('zh-CN')
    const words = journalWords(NOBODY)
    const refused = entry({
      action: 'session.refuse',
      changes: [{ field: 'wrong', before: null, after: 'reset code' }],
    })
    expect([words.actor(refused), words.action(refused), words.object(refused)]).toEqual([
      '未登录者',
      '登录失败',
      '不明账号',
    ])
    expect(words.changes(refused)).toEqual([{ field: '不正确的是', text: '重置码' }])
    const told = (action: string, field: string, after: string, before: string | null = null) =>
      words.changes(entry({ action, changes: [{ field, before, after }] }))[0]!.text
    expect(told('precedent.confirm', 'status', 'confirmed', 'draft')).toBe('草稿 → 已确认')
    expect(told('token.add', 'permissions', 'case.read case.act')).toBe('查看范围内的信访事项、办理信访事项')
    expect(told('person.lookup', 'by', 'id_number, phone')).toBe('证件号码、电话')
    expect(told('unit.set', 'past_journal', 'grant')).toBe('授权')
    expect(told('account.set', 'is_disabled', '1', '0')).toBe('否 → 是')
    expect(told('unit.set', 'valid_to', '20819')).toBe('2027年1月1日')
    expect(told('party.reveal', 'reason', 'contact')).toBe('联系信访人')
    expect(told('token.drop', 'account_id', ID)).toBe(`账号 …${ID.slice(-6)}`)
    expect(words.object(entry({ action: 'file.open', object_id: ID }))).toBe(`信访事项 …${ID.slice(-6)}`)
    expect(words.object(entry({ action: 'dictionary.set', object_id: 'class/0309' }))).toMatch(/ 0309$/)
    expect(words.object(entry({ action: 'sequence.forward', object_id: 'case:999901-2026-W' }))).toBe(
      '编号 999901-2026-W',
    )
    expect(words.object(entry({ action: 'workflow.publish', object_id: 'recheck' }))).toBe('recheck')
  })
  it('says what was taken out in the words of the list, and duties in those of the classes', async () => {
    await speak('zh-CN')
    const words = journalWords({ ...NOBODY, unit: () => '石桥乡', term: (code) => ({ '0304': '市政管理' })[code] })
    const told = (field: string, after: string) =>
      words.changes(entry({ action: 'export.cases', changes: [{ field, before: null, after }] }))[0]!.text
    const columns = [...read('include/api/case_column.def').matchAll(/^CASE_COLUMN\((\w+), "([^"]+)"/gm)]
    expect(columns.length).toBeGreaterThan(10)
    expect(told('columns', columns.map((c) => c[1]).join(' '))).not.toMatch(/[a-z]/)
    expect(told('columns', 'number holder class')).toBe('编号、承办单位、内容分类')
    expect(told('filter', '{"stage":"resolve","unit":"x","class":"0304","open":"any","q":null,"sort":"due"}')).toBe(
      '阶段和状态：办理；承办单位：石桥乡；内容分类：市政管理；范围：全部',
    )
    expect(told('filter', '{"q":null}')).toBe(zh['admin.none'])
    expect(told('class_codes', '0304, 0399')).toBe('市政管理、0399')
    expect(told('format', 'csv')).toBe('CSV')
  })
  it('names the units, roles and people that are known', async () => {
    await speak('en')
    const words = journalWords({
      unit: () => 'A unit',
      role: (key) => `The ${key}`,
      account: () => 'Some One',
      term: () => undefined,
    })
    const given = entry({
      action: 'grant.add',
      object_id: ID,
      changes: [
        { field: 'account_id', before: null, after: ID },
        { field: 'unit_id', before: null, after: ID },
        { field: 'role', before: null, after: 'auditor' },
        { field: 'scope', before: null, after: 'all' },
      ],
    })
    expect(words.changes(given).map((x) => x.text)).toEqual([
      'Some One',
      'A unit',
      'The auditor',
      en['admin.scope.all'],
    ])
    const loaded = entry({ action: 'role.load', changes: [{ field: 'auditor', before: null, after: 'journal.read' }] })
    expect(words.changes(loaded)).toEqual([{ field: 'The auditor', text: en['perm.journal.read'] }])
  })
})
