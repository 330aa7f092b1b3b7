/** The calls of the composer of letters. */
import { call, get } from './client'
import type { DocumentPages, DocumentPreview } from './letterTypes'

const enc = encodeURIComponent

export const letters = {
  preview: async (id: string, body: { event: string; fields: Record<string, unknown> }, signal: AbortSignal) =>
    (await call<DocumentPreview>('POST', `/cases/${enc(id)}/documents/preview`, { body, signal })).data,
  pages: (id: string, document: string, form: 'document' | 'delivery_proof', signal: AbortSignal) =>
    get<DocumentPages>(`/cases/${enc(id)}/documents/${enc(document)}/pages`, { form }, signal),
}
