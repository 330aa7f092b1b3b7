/** Files on their way in and out of the browser. */
import { useI18n } from './useI18n'

export const MIB = 1024 * 1024
/** Characters of a name that the server keeps. */
export const MAX_NAME = 120
/** What the picker offers; the server judges by the content. */
export const MEDIA_ACCEPT = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,.docx,.xlsx,.odt,.txt,.mp3,.m4a,.wav,.mp4'

/** "340 KB", "2.1 MB". */
export function fileSize(bytes: number): string {
  const { n } = useI18n()
  if (bytes < 1024) return `${n(bytes)} B`
  return bytes < MIB ? `${n(Math.round(bytes / 1024))} KB` : `${n(Math.round((bytes / MIB) * 10) / 10)} MB`
}

/** What a page can show by itself; everything else is downloaded. PDF too: the policy of the pages lets no frame or plug-in in. */
export type Preview = 'image' | 'text' | null
export function previewOf(media: string): Preview {
  if (['image/jpeg', 'image/png', 'image/webp'].includes(media)) return 'image'
  return media === 'text/plain' ? 'text' : null
}
/** The text of a file, or the beginning of a long one. GB18030 is what older office machines write. */
export async function textOf(content: Blob, max = 256 * 1024): Promise<string> {
  const bytes = await content.slice(0, max).arrayBuffer()
  try {
    // The cut may go through the middle of a character, which is no sign of another encoding.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: content.size > max })
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** Hands a content over to the browser's downloads and forgets it. */
export function keepFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
