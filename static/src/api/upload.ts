/** Files as bytes, both ways. Apart from client.ts, because few pages need it. */
import { BASE, call, headersOf, hooks } from './client'
import { offline, problemOf } from './problem'

/** A file that the server sends for what was said in the body. */
export const fetchFile = async (path: string, body: unknown): Promise<Blob> =>
  (await call<Blob>('POST', path, { body, isFile: true })).data

/**
 * Sends a file as it is, its name beside it and not in the address, and tells how far it is (0 to 1). The older request object, because
 * fetch does not tell.
 */
export function uploadFile<T>(
  path: string,
  file: File,
  key: string,
  progress: (part: number) => void,
  signal: AbortSignal,
  code?: string, // of who has no account; never in the address
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const headers = headersOf('POST', { idempotencyKey: key })
    headers.set('Content-Type', 'application/octet-stream')
    headers.set('Content-Disposition', `attachment; filename*=UTF-8''${encodeName(file.name)}`)
    if (code) headers.set('X-Code', code)
    request.open('POST', BASE + path)
    headers.forEach((value, name) => request.setRequestHeader(name, value))
    request.upload.onprogress = (e) => progress(e.lengthComputable ? e.loaded / e.total : 0)
    request.onerror = () => reject(offline())
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as T)
        return
      }
      const header = request.getResponseHeader('Retry-After')
      const reply = new Response(request.responseText, {
        status: request.status,
        headers: header ? { 'Retry-After': header } : {},
      })
      void problemOf(reply).then((problem) => {
        if (problem.status === 401) hooks.signedOut()
        reject(problem)
      })
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

/** RFC 8187: what encodeURIComponent leaves and a header may not have. */
const encodeName = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
