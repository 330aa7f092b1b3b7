/** What the stories by role share: coming in and leaving as a person does, an act by its dialog, and what colleagues do meanwhile. */
import type { Locator, Page } from '@playwright/test'
import { apiOf, expect, PASSWORD, test as base, uniqueTitle, type Login } from './fixtures'

type Api = ReturnType<typeof apiOf>
/** A colleague at work elsewhere: signed in once, in a browser of their own. */
export type Colleague = (login: Login) => Promise<Api>

export const test = base.extend<object, { of: Colleague }>({
  of: [
    async ({ server, playwright }, use) => {
      const known = new Map<Login, Promise<Api>>()
      const contexts: { dispose: () => Promise<void> }[] = []
      const begin = async (login: Login): Promise<Api> => {
        const context = await playwright.request.newContext({ baseURL: server.url })
        contexts.push(context)
        const reply = await context.post('/api/v1/sessions', { data: { login, password: PASSWORD } })
        expect(reply.status(), await reply.text()).toBe(201)
        return apiOf(context)
      }
      await use((login) => {
        if (!known.has(login)) known.set(login, begin(login))
        return known.get(login)!
      })
      for (const context of contexts) await context.dispose()
    },
    { scope: 'worker' },
  ],
})

/** Through the page of signing in, to where this account begins. */
export async function comeIn(page: Page, login: string, home = '工作台', password = PASSWORD): Promise<void> {
  await page.goto('/desk')
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: home, exact: true })).toBeFocused()
}
export async function leave(page: Page): Promise<void> {
  await page.locator('.bar-end .menu > button').click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '登录' })).toBeVisible()
}

export const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
export const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })

/** The state that the case says it is in. */
export const expectState = (page: Page, state: string) =>
  expect(page.locator('.case-tags .tag').first()).toHaveText(state)

/** Opens the dialog of an event, lets the story fill it in, sends it, and waits until the case says so. */
export async function step(
  page: Page,
  event: string,
  fill: (dialog: Locator) => Promise<unknown>,
  state?: string,
): Promise<void> {
  await page.locator(`[data-event=${event}]`).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await fill(dialog)
  await dialog.locator('button[type=submit]').click()
  await expect(dialog).toBeHidden()
  await expect(page.locator('#actions-h')).toBeFocused()
  if (state) await expectState(page, state)
}
/** From the figures above the list to the list of one of them, and there to a case. */
export async function openFrom(page: Page, tile: string, title: string): Promise<void> {
  await page.getByRole('navigation', { name: '待办概览' }).getByRole('link', { name: tile }).click()
  await expect(page.getByRole('heading', { level: 2, name: tile })).toBeVisible()
  await page.locator('.table').getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
}
export async function recordContact(page: Page, method: string, content: string): Promise<void> {
  await page.getByRole('button', { name: '记录联系' }).last().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('方式').selectOption(method)
  await dialog.getByLabel('联系对象').fill('沈某某')
  await dialog.getByLabel('内容').fill(content)
  await dialog.getByRole('group', { name: '联系上了' }).getByLabel('是').check()
  await dialog.locator('button[type=submit]').click()
  await expect(page.getByRole('region', { name: '联系记录' })).toContainText(content)
}

/** Does an event on the case as it stands. */
export async function does(of: Colleague, login: Login, id: string, event: string, fields: object): Promise<void> {
  const api = await of(login)
  const { version } = await api.get<{ version: number }>(`/cases/${id}`)
  await api.post(`/cases/${id}/transitions`, { event, fields }, version)
}
/** An opinion on every demand. */
export async function drafts(of: Colleague, login: Login, id: string): Promise<void> {
  const api = await of(login)
  const { demands } = await api.get<{ demands: { id: string }[] }>(`/cases/${id}`)
  const answers = demands.map((x) => ({
    demand_id: x.id,
    outcome: 'explain',
    answer: '已清理占道停车，并说明停车位规划。',
    basis: '《信访工作条例》第三十二条',
  }))
  const facts = '经现场踏勘，该路段为市政道路，两侧停车影响通行。'
  await does(of, login, id, 'draft_opinion', { outcome: 'explain', facts, basis: '《消防法》第二十八条', answers })
}

const STATES = [
  'registered',
  'dispatched',
  'accepted',
  'handling',
  'drafted',
  'checked',
  'signed',
  'delivered',
] as const
export type State = (typeof STATES)[number]

/** Brings a case from one state to a later one, each step by whose it is. */
export async function carry(of: Colleague, id: string, from: State, to: State): Promise<void> {
  const steps: Record<Exclude<State, 'registered'>, () => Promise<void>> = {
    dispatched: async () => {
      const { data } = await (await of('demo-bureau')).get<{ data: { id: string }[] }>('/units?q=县住房和城乡建设局')
      await does(of, 'demo-bureau', id, 'screen', { class_code: '0309', urgency: 'normal' })
      const fields = { to_unit: data[0]!.id, kind: 'transfer', basis: '属住建部门职责' }
      await does(of, 'demo-bureau', id, 'dispatch', fields)
    },
    accepted: () =>
      does(of, 'demo-housing-intake', id, 'accept', {
        notice_method: 'hand',
        proof: '当面签收',
        way: '由县住建局按信访程序办理',
      }),
    handling: async () => {
      const me = await (await of('demo-housing')).get<{ account: { id: string } }>('/sessions/current')
      await does(of, 'demo-housing-intake', id, 'assign_handler', { handler: me.account.id, no_conflict: true })
    },
    drafted: () => drafts(of, 'demo-housing', id),
    checked: () => does(of, 'demo-housing-legal', id, 'check', {}),
    signed: () => does(of, 'demo-housing-head', id, 'sign', {}),
    delivered: () =>
      does(of, 'demo-housing', id, 'deliver', {
        method: 'hand',
        delivered_on: today(),
        receiver: '沈某某',
        proof: '回证',
      }),
  }
  for (const state of STATES.slice(STATES.indexOf(from) + 1, STATES.indexOf(to) + 1)) {
    await steps[state as keyof typeof steps]()
  }
}
/** A case of this story alone, brought as far as the story begins. */
export async function bring(of: Colleague, about: string, to: State): Promise<{ id: string; title: string }> {
  const title = uniqueTitle(about)
  const made = await (
    await of('demo-window')
  ).post<{ case: { id: string } }>('/submissions', {
    channel: 'visit',
    purpose: 'relief',
    title,
    request: '整治路两侧占道停车，保证消防通道',
    class_code: '0309',
    demands: [{ text: '整治占道停车' }, { text: '解决小区停车难' }],
    persons: [{ role: 'petitioner', kind: 'natural', name: '沈某某', phone: '19900000101' }],
  })
  await carry(of, made.case.id, 'registered', to)
  return { id: made.case.id, title }
}
