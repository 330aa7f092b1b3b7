/** The words about people behind a submission: they come with the fields, not with the first load of the public page. */
import { addArea, type Messages } from './useI18n'

const FILES = import.meta.glob<Messages>('../locales/*/person.json', { import: 'default' })
export const personWords = () => addArea('person', (of) => FILES[`../locales/${of}/person.json`]?.())
