/** The receipt just issued. The query code is shown once and kept nowhere: memory only, gone with the page. */
import { shallowRef } from 'vue'
import type { Receipt } from '../api/types'

export interface Issued {
  receipt: Receipt
  title: string
  caseId: string
}
const issued = shallowRef<Issued | null>(null)
export const useReceipt = () => issued
