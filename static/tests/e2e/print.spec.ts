/** Paper: nothing cut off, no controls, black on white also from the dark theme. */
import { expect, preferring, register, signIn, test } from './fixtures'

test('a case prints with its history and without its controls', async ({ page }) => {
  const made = await register(page, '打印')
  await signIn(page, 'demo-bureau')
  await page.goto('/icon.svg')
  await preferring(page, { theme: 'dark', locale: 'zh-CN' })
  await page.goto(`/desk/cases/${made.id}`)
  await expect(page.locator('.timeline li').first()).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.bar')).toBeHidden()
  await expect(page.locator('.actions')).toBeHidden()
  await expect(page.getByRole('button')).toHaveCount(0)
  await expect(page.locator('.timeline li').first()).toBeVisible()
  const colours = await page.evaluate(() => {
    const style = getComputedStyle(document.body)
    return [style.color, style.backgroundColor]
  })
  expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page[^s]/g)!.length).toBeLessThanOrEqual(4)
})

test('the work list prints with the names of its columns, what it was narrowed to and how much of it this is', async ({
  page,
}) => {
  await signIn(page, 'demo-bureau')
  await page.goto('/desk/?open=any&channel=letter')
  await expect(page.locator('.table tbody tr').first()).toBeVisible()
  await page.setViewportSize({ width: 690, height: 1000 }) // the width of A4 between its margins
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button')).toHaveCount(0)
  for (const name of ['编号', '标题', '办理期限', '登记日期'])
    await expect(page.getByRole('columnheader', { name, exact: true })).toBeVisible()
  await expect(page.getByText(/^本页 \d+ 件，(共|超过) [\d,]+ 件$/)).toBeVisible()
  await expect(page.getByText('已设条件：信访形式：来信；范围：全部')).toBeVisible()
  await expect(page.getByText(/^\d+年\d+月\d+日 打印$/)).toBeVisible()
})

for (const theme of ['light', 'dark', 'contrast'])
  test(`in English, from the ${theme} theme: black on white, nothing cut off, no controls`, async ({ page }) => {
    const made = await register(page, '英文打印')
    await signIn(page, 'demo-bureau')
    await page.goto('/icon.svg')
    await preferring(page, { theme, locale: 'en', size: 'large' })
    for (const [path, ready] of [
      [`/desk/cases/${made.id}`, '.timeline li'],
      ['/desk/?open=any&channel=letter', '.table tbody tr'],
      ['/desk/board', '[data-panel] svg'],
    ] as const) {
      await page.emulateMedia({ media: 'screen' })
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(path)
      await expect(page.locator(ready).first()).toBeVisible()
      await page.setViewportSize({ width: 690, height: 1000 }) // the width of A4 between its margins
      await page.emulateMedia({ media: 'print' })
      await expect(page.locator('.bar')).toBeHidden()
      await expect(page.getByRole('button')).toHaveCount(0)
      const seen = await page.evaluate(() => {
        const dark: string[] = []
        const light = (colour: string) => {
          const [r, g, b, a] = [...(colour.match(/[\d.]+/g) ?? [])].map(Number)
          return a === 0 || (r! + g! + b!) / 3 > 150
        }
        for (const el of document.querySelectorAll<HTMLElement>('main, main *')) {
          const box = el.getBoundingClientRect()
          if (box.width < 2 || box.height < 2 || el.closest('svg')) continue
          const style = getComputedStyle(el)
          const hasText = [...el.childNodes].some((n) => n.nodeType === 3 && n.textContent!.trim())
          if (!light(style.backgroundColor)) dark.push(`ground ${el.tagName}.${el.className} ${style.backgroundColor}`)
          if (hasText && light(style.color)) dark.push(`text ${el.tagName}.${el.className} ${style.color}`)
        }
        const over = document.documentElement.scrollWidth - document.documentElement.clientWidth
        return { dark: [...new Set(dark)], over }
      })
      expect(seen.dark, path).toEqual([])
      expect(seen.over, path).toBeLessThanOrEqual(0)
    }
  })

/** On paper as on the screen: what is overdue is told from what is due today, whatever theme it was printed from. */
for (const theme of ['light', 'dark'])
  test(`the board keeps its colours on paper, from the ${theme} theme`, async ({ page }) => {
    await signIn(page, 'demo-bureau')
    await page.goto('/icon.svg')
    await preferring(page, { theme, locale: 'zh-CN' })
    await page.goto('/desk/board')
    await expect(page.locator('.chart-piece').first()).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    const fills = await page.evaluate(() => {
      const probe = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
      probe.setAttribute('class', 'chart-piece')
      document.querySelector('.chart-piece')!.parentElement!.append(probe)
      return ['due-overdue', 'due-today', 'due-week', 'due-later', 'due-none'].map((paint) => {
        probe.dataset.paint = paint
        return getComputedStyle(probe).fill
      })
    })
    expect(new Set(fills).size).toBe(5)
    const line = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--chart-3'))
    expect(line.trim()).toBe('#163a2b') // of the light palette
  })
