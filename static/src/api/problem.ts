/** One place that turns what went wrong into something a person can read and a form can show. */
export interface FieldProblem {
  pointer: string
  code: string
  detail: string
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldProblem[],
    readonly requestId: string | null,
    readonly retryAfter: number | null = null,
  ) {
    super(detail || title || code)
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Reads application/problem+json; anything else becomes a problem that has only its status. */
export async function problemOf(response: Response): Promise<Problem> {
  let body: Record<string, unknown> = {}
  try {
    const parsed: unknown = await response.json()
    if (parsed && typeof parsed === 'object') body = parsed as Record<string, unknown>
  } catch {
    // a proxy's page, or nothing at all
  }
  const errors = Array.isArray(body['errors']) ? (body['errors'] as Partial<FieldProblem>[]) : []
  const retry = Number(response.headers.get('Retry-After'))
  return new Problem(
    response.status,
    text(body['code']) || `http_${response.status}`,
    text(body['title']),
    text(body['detail']),
    errors.map((e) => ({ pointer: text(e.pointer), code: text(e.code), detail: text(e.detail) })),
    text(body['instance']).replace(/^urn:\w+:/, '') || response.headers.get('X-Request-Id'),
    Number.isFinite(retry) && retry > 0 ? retry : null,
  )
}

export const offline = () => new Problem(0, 'offline', '', '', [], null)

/** "#/persons/0/name" and "/persons/0/name" → ["persons", "0", "name"] (RFC 6901); "?code" is a part of the address. */
export function pointerPath(pointer: string): string[] {
  if (/^(\?|\{\})/.test(pointer)) return [pointer.replace(/^(\?|\{\})\/?/, '')]
  return pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((part) => {
      let plain = part
      try {
        plain = decodeURIComponent(part)
      } catch {
        // not percent-encoded after all
      }
      return plain.replace(/~1/g, '/').replace(/~0/g, '~')
    })
}

/**
 * Field errors by the name that a form gives its fields: "persons.0.name". `strip` is the pointer's first part where the
 * form holds only what lies beneath it. A field keeps its first error.
 */
export function errorsByField(problem: Problem, strip?: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const e of problem.errors) {
    const path = pointerPath(e.pointer)
    if (strip && path[0] === strip) path.shift()
    const name = path.join('.')
    found[name] ??= e.detail || e.code
  }
  return found
}
