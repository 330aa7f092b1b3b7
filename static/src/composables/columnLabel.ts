/** What the columns of the list are called. */
import type { ColumnKey } from './worklist'
import type { MessageKey } from './useI18n'

const LABELS: Record<ColumnKey, MessageKey> = {
  number: 'case.number',
  title: 'case.title',
  state: 'case.state',
  due: 'case.due',
  holder: 'case.holder',
  handler: 'case.handler',
  petitioner: 'case.petitioner',
  people: 'list.people',
  class: 'case.class',
  place: 'case.place',
  channel: 'case.channel',
  urgency: 'filter.urgency',
  registered: 'case.registered',
  changed: 'list.changed',
}
export const columnLabel = (key: ColumnKey): MessageKey => LABELS[key]
