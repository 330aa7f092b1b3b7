/** Words for a refusal: the server's own sentence first, else ours for the status. */
import type { Problem } from '../api/problem'
import { useI18n, type MessageKey } from './useI18n'

const byStatus: Record<number, MessageKey> = {
  0: 'problem.offline',
  401: 'problem.401',
  403: 'problem.403',
  404: 'problem.404',
  409: 'problem.409',
  412: 'problem.412',
  413: 'problem.413',
  422: 'problem.422',
  429: 'problem.429',
  503: 'problem.503',
}

export function problemText(problem: Problem): string {
  const { t } = useI18n()
  if (problem.status === 429 || problem.status === 503) {
    const words = t(byStatus[problem.status]!)
    return problem.retryAfter ? `${words} ${t('problem.wait', { n: problem.retryAfter })}` : words
  }
  return problem.detail || t(byStatus[problem.status] ?? (problem.status >= 500 ? 'problem.500' : 'problem.other'))
}
