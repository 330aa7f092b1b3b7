/** The calls of the composer of letters. */
import { call } from './client'
import type { DocumentPreview } from './letterTypes'

export const letters = {
  preview: async (id: string, body: { event: string; fields: Record<string, unknown> }, signal: AbortSignal) =>
    (await call<DocumentPreview>('POST', `/cases/${encodeURIComponent(id)}/documents/preview`, { body, signal })).data,
}
