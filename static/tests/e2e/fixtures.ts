import { expect, test as base, type APIRequestContext, type Locator, type Page } from '@playwright/test'
import axe, { type RunOnly } from 'axe-core'
import { serveDemo, type Server } from './server'

declare global {
  interface Window {
    policyBreaches: string[]
  }
}

export const PASSWORD = 'demo-Petition-2026'
export type Login =
  | 'demo-window'
  | 'demo-bureau'
  | 'demo-bureau-head'
  | 'demo-housing-intake'
  | 'demo-housing'
  | 'demo-housing-legal'
  | 'demo-housing-head'
  | 'demo-leader'
  | 'demo-admin'
  | 'demo-town'
  | 'demo-sealed'
  | 'demo-archivist'
  | 'demo-auditor'
  | 'demo-bay-head'

interface Options {
  /** Statuses that a test means to cause; the browser reports each as an error of its own. 0: no connection. */
  expectedStatus: number[]
}

/** Every test fails on a breach of the content security policy, an uncaught error or a console error. */
export const test = base.extend<Options & { guard: void }, { server: Server }>({
  expectedStatus: [[], { option: true }],
  server: [
    async ({}, use) => {
      const server = await serveDemo(...(process.env['PETITION_ARGS']?.split(' ') ?? []))
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ server }, use) => {
    await use(server.url)
  },
  guard: [
    async ({ page, expectedStatus, javaScriptEnabled }, use) => {
      const errors: string[] = []
      page.on('pageerror', (e) => errors.push(e.stack ?? e.message))
      page.on('console', (m) => {
        if (m.type() !== 'error') return
        const status = m.text().includes('net::ERR_') ? 0 : Number(m.text().match(/status of (\d+)/)?.[1])
        // "Who am I?" is answered 401 to everybody who is not signed in yet.
        const asked = status === 401 && m.location().url.endsWith('/sessions/current')
        if (!asked && !expectedStatus.includes(status)) errors.push(`${m.text()} ${m.location().url}`)
      })
      await page.addInitScript(() => {
        window.policyBreaches = []
        document.addEventListener('securitypolicyviolation', (e) =>
          window.policyBreaches.push(`${e.violatedDirective} ${e.blockedURI}`),
        )
      })
      await use()
      expect(errors).toEqual([])
      if (page.url() !== 'about:blank' && javaScriptEnabled !== false)
        expect(await page.evaluate(() => window.policyBreaches)).toEqual([])
    },
    { auto: true },
  ],
})
export { expect }

export async function preferring(page: Page, prefs: { theme?: string; locale?: string; size?: string }): Promise<void> {
  await page.evaluate((p) => localStorage.setItem('prefs', JSON.stringify(p)), prefs)
}

const ALL: RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}

/** WCAG 2.0 to 2.2 A and AA, and good practice; of a page that has come, not of one that still waits for its script or its rows. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await expect(page.locator('h1').first(), what).toBeAttached()
  await expect(page.locator('[aria-busy=true]'), what).toHaveCount(0)
  await page.evaluate(axe.source)
  const found = await page.evaluate(async (only) => {
    // A bar that stays while the page moves under it hides nothing for good; at the top it hides nothing at all.
    const left = scrollY
    scrollTo({ top: 0, behavior: 'instant' })
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: only,
      resultTypes: ['violations'],
    })
    scrollTo({ top: left, behavior: 'instant' })
    return violations.map(
      (v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary}`).join('; ')}`,
    )
  }, ALL)
  expect(found, what).toEqual([])
}

export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over, `${what}: wider than the screen by ${over} px`).toBeLessThanOrEqual(0)
}

/** Signs in without the page; what the page does is tested once. */
export async function signIn(page: Page, login: Login): Promise<void> {
  await page.context().clearCookies()
  const reply = await page.request.post('/api/v1/sessions', { data: { login, password: PASSWORD } })
  expect(reply.status(), await reply.text()).toBe(201)
}

/** The same API that the pages use, for what a test needs but does not test. */
export function apiOf(request: APIRequestContext) {
  const csrf = async () => ((await (await request.get('/api/v1/sessions/current')).json()) as { csrf: string }).csrf
  return {
    async get<T>(path: string): Promise<T> {
      const reply = await request.get(`/api/v1${path}`)
      expect(reply.ok(), `${path}: ${await reply.text()}`).toBe(true)
      return (await reply.json()) as T
    },
    async post<T>(path: string, data: unknown, version?: number): Promise<T> {
      const headers = { 'X-CSRF': await csrf(), ...(version === undefined ? {} : { 'If-Match': `"${version}"` }) }
      const reply = await request.post(`/api/v1${path}`, { data, headers })
      expect(reply.ok(), `${path}: ${await reply.text()}`).toBe(true)
      return (await reply.json()) as T
    },
  }
}

export interface Registered {
  id: string
  number: string
  code: string
}
let serial = 0
export const uniqueTitle = (about: string) => `${about}${Date.now().toString(36)}${++serial}`

/** A fresh case, registered at the window. */
export async function register(
  page: Page,
  about: string,
  demands = ['整治占道停车'],
): Promise<Registered & { title: string }> {
  await signIn(page, 'demo-window')
  const title = uniqueTitle(about)
  const made = await apiOf(page.request).post<{
    case: { id: string }
    receipt: { number: string; query_code: string }
  }>('/submissions', {
    channel: 'visit',
    purpose: 'relief',
    title,
    request: '希望尽快解决',
    demands: demands.map((text) => ({ text })),
    persons: [{ role: 'petitioner', kind: 'natural', name: '沈某某', phone: '19900000101' }],
  })
  return { id: made.case.id, number: made.receipt.number, code: made.receipt.query_code, title }
}

/** Does an event through the API, as somebody, on the version that there is. */
export async function act(page: Page, login: Login, id: string, event: string, fields: object): Promise<void> {
  await signIn(page, login)
  const api = apiOf(page.request)
  const { version } = await api.get<{ version: number }>(`/cases/${id}`)
  await api.post(`/cases/${id}/transitions`, { event, fields }, version)
}
export async function unitId(page: Page, name: string): Promise<string> {
  const { data } = await apiOf(page.request).get<{ data: { id: string; name: string; short_name: string }[] }>(
    '/units?limit=200',
  )
  const found = data.find((u) => u.name === name || u.short_name === name)
  expect(found, `a unit named ${name}`).toBeDefined()
  return found!.id
}

/** Chooses in a combobox as a person does: types a part, takes the first. */
export async function choose(scope: Page | Locator, label: string, text: string): Promise<void> {
  const field = scope.getByRole('combobox', { name: label })
  await field.fill(text)
  const option = scope.getByRole('option').filter({ hasText: text }).first()
  await expect(option).toBeVisible()
  await option.click()
}
