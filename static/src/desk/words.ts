/** The words of single pages of the desk, loaded with the first page that names their area. */
import { addArea, type Messages } from '../composables/useI18n'

const FILES = import.meta.glob<Messages>(
  '../locales/*/{account,admin,archive,barred,board,caseview,drafts,files,intake,letter,live,notices,perms,person,practice,setup,worklist}.json',
  {
    import: 'default',
  },
)
export const deskWords = (areas: readonly string[]): Promise<unknown> =>
  Promise.all(areas.map((area) => addArea(area, (of) => FILES[`../locales/${of}/${area}.json`]?.())))
