/** Files from petitioners. Apart from portal.ts, because only one of the public pages sends any. */
import type { FileAdded } from './types'
import { uploadFile } from './upload'

export const addFile = (
  number: string,
  code: string,
  file: File,
  key: string,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<FileAdded> =>
  uploadFile(`/public/cases/${encodeURIComponent(number)}/files`, file, key, progress, signal, code)
