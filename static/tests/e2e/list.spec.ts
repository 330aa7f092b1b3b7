/** The address of the work list is its query: it can be copied, reloaded and gone back to. */
import { act, expect, register, signIn, test, uniqueTitle } from './fixtures'

test('filters stand in the address, show as chips and come off one by one', async ({ page }) => {
  const about = uniqueTitle('筛选')
  await register(page, about)
  const other = await register(page, about)
  const { data } = (await (await page.request.get('/api/v1/public/dictionaries/class')).json()) as {
    data: { code: string; parent_code: string | null }[]
  }
  const class_code = data.find((c) => c.parent_code)!.code
  await act(page, 'demo-bureau', other.id, 'screen', { class_code, urgency: 'urgent' })
  await page.goto('/desk/')
  const search = page.getByRole('searchbox', { name: '查找信访事项' })
  await expect(search).toBeVisible() // the desk listens to keys once it is there
  await page.keyboard.press('/')
  await expect(search).toBeFocused()
  await search.fill(about)
  await search.press('Enter')
  const rows = page.locator('.table tbody tr')
  await expect(rows).toHaveCount(2)
  await expect(page.getByText('共 2 件', { exact: true })).toBeVisible()

  const open = page.getByRole('button', { name: '筛选', exact: true })
  await open.click()
  await page.getByLabel('阶段和状态').selectOption({ label: '已甄别' })
  await expect(page).toHaveURL(/state=screened/)
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('紧急')
  await page.getByLabel('信访形式').selectOption({ label: '来信' })
  await expect(page.getByText('没有符合条件的信访事项')).toBeVisible()
  await page.reload()
  // A chip opens its own field; its cross takes it off.
  await page.getByRole('button', { name: /^信访形式 来信/ }).click()
  await expect(page.getByRole('combobox', { name: '信访形式' })).toHaveValue('letter')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '移除“信访形式 来信”' }).click()
  await expect(rows).toHaveCount(1)
  await page.goBack()
  await expect(page).toHaveURL(/channel=letter/)
  await page.getByRole('button', { name: '清除全部条件' }).click()
  await expect(page).toHaveURL(/\/desk\/?$/)
})

test('the figures lead to their lists', async ({ page }) => {
  await register(page, '数字')
  await signIn(page, 'demo-bureau')
  await page.goto('/desk/')
  const tiles = page.getByRole('navigation', { name: '待办概览' }).getByRole('link')
  await expect(tiles).toHaveCount(7)
  for (const name of ['今日到期', '已超期', '退回给我的', '我经办的', '待认领', '待审核', '督办候选']) {
    const tile = tiles.filter({ hasText: name })
    await expect(tile.locator('.tile-count')).toHaveText(/^\d/)
    const count = Number((await tile.locator('.tile-count').textContent())!.replaceAll(',', ''))
    await tile.click()
    await expect(tile).toHaveAttribute('aria-current', 'true')
    await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
    await expect(page.locator('.list-bar [role=status]')).toHaveText(`共 ${count} 件`)
  }
})
