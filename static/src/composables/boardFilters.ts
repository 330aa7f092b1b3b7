/** The filters of the work list that stand behind figures of the board. Pure. */
export const BOARD_FILTERS = [
  'below',
  'class_at',
  'place',
  'place_at',
  'due_as',
  'registered_from',
  'registered_to',
  'closed_from',
  'closed_to',
  'duty',
  'duty_from',
  'duty_to',
  'duty_unit',
  'duty_at',
  'missed',
  'counted',
] as const
export type BoardFilter = (typeof BOARD_FILTERS)[number]

/** How a value is put into words. */
export const BOARD_KINDS: Record<BoardFilter, 'unit' | 'class' | 'day' | 'due' | 'duty' | 'yes'> = {
  below: 'unit',
  class_at: 'class',
  place: 'unit',
  place_at: 'unit',
  due_as: 'due',
  registered_from: 'day',
  registered_to: 'day',
  closed_from: 'day',
  closed_to: 'day',
  duty: 'duty',
  duty_from: 'day',
  duty_to: 'day',
  duty_unit: 'unit',
  duty_at: 'unit',
  missed: 'yes',
  counted: 'yes',
}
