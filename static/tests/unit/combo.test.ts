import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import ComboBox from '../../src/components/ComboBox.vue'
import { matching, SHOWN_MAX } from '../../src/composables/combo'
import { speak } from './helpers'

const options = [
  { value: '17', label: '城乡建设' },
  { value: '1709', label: '城乡建设 / 城市建设和市政管理', search: '市政' },
  { value: '18', label: '劳动和社会保障', search: 'LABOUR' },
]

describe('matching', () => {
  it('finds by any word, in label or search text, whatever the width or case', () => {
    expect(matching(options, '市政').map((o) => o.value)).toEqual(['1709'])
    expect(matching(options, 'ｌａｂｏｕｒ').map((o) => o.value)).toEqual(['18'])
    expect(matching(options, '建设 市政').map((o) => o.value)).toEqual(['1709'])
    expect(matching(options, ' ').length).toBe(3)
    expect(matching(options, '没有').length).toBe(0)
  })
  it('puts what begins with the text first', () => {
    const list = [
      { value: 'b', label: '白塔街道枫林社区' },
      { value: 'a', label: '枫林社区' },
    ]
    expect(matching(list, '枫林').map((o) => o.value)).toEqual(['a', 'b'])
  })
})

describe('ComboBox', () => {
  beforeEach(() => speak('zh-CN'))
  afterEach(() => (document.body.textContent = ''))
  const box = (modelValue = '', list = options) => {
    const w = mount(ComboBox, { props: { id: 'c', modelValue, options: list }, attachTo: document.body })
    const input = w.get('input')
    const type = async (text: string) => {
      ;(input.element as HTMLInputElement).value = text
      await input.trigger('input')
    }
    return { w, input, type, value: () => w.emitted('update:modelValue')?.at(-1)?.[0] }
  }

  it('shows the name of the choice and opens on it', async () => {
    const { input, w } = box('18')
    expect((input.element as HTMLInputElement).value).toBe('劳动和社会保障')
    await input.trigger('keydown', { key: 'ArrowDown' })
    expect(input.attributes('aria-expanded')).toBe('true')
    expect(input.attributes('aria-activedescendant')).toBe('c-option-2')
    expect(w.get('#c-option-2').attributes('aria-selected')).toBe('true')
  })
  it('is used by keys alone: type, Enter', async () => {
    const { input, type, value } = box()
    await type('市政')
    expect(input.attributes('aria-activedescendant')).toBe('c-option-0')
    await input.trigger('keydown', { key: 'Enter' })
    expect(value()).toBe('1709')
    expect(input.attributes('aria-expanded')).toBe('false')
  })
  it('takes the marked option with Tab, and nothing when only opened', async () => {
    const typed = box()
    await typed.type('劳动')
    await typed.input.trigger('keydown', { key: 'Tab' })
    expect(typed.value()).toBe('18')
    const opened = box()
    await opened.input.trigger('keydown', { key: 'ArrowDown' })
    await opened.input.trigger('keydown', { key: 'Tab' })
    expect(opened.value()).toBeUndefined()
  })
  it('leaves the keys to the input method while it composes', async () => {
    const { input, w, value } = box()
    ;(input.element as HTMLInputElement).value = 'shizheng'
    input.element.dispatchEvent(new InputEvent('input', { isComposing: true } as InputEventInit))
    await input.trigger('keydown', { key: 'Enter', isComposing: true })
    expect(input.attributes('aria-expanded')).toBe('false')
    ;(input.element as HTMLInputElement).value = '市政'
    await input.trigger('compositionend')
    expect(w.findAll('[role=option]').length).toBe(1)
    expect(value()).toBeUndefined()
  })
  it('goes back on Escape without closing what is around it', async () => {
    const { input, type, value } = box('18')
    let reached = false
    document.body.addEventListener('keydown', () => (reached = true))
    await type('市')
    await input.trigger('keydown', { key: 'Escape' })
    expect((input.element as HTMLInputElement).value).toBe('劳动和社会保障')
    expect(reached).toBe(false)
    await input.trigger('keydown', { key: 'Escape' })
    expect(reached).toBe(true)
    expect(value()).toBeUndefined()
  })
  it('chooses nothing when emptied, and keeps the choice after nonsense', async () => {
    const emptied = box('18')
    await emptied.type('')
    await emptied.input.trigger('blur')
    expect(emptied.value()).toBe('')
    const nonsense = box('18')
    await nonsense.type('没有')
    await nonsense.input.trigger('blur')
    expect(nonsense.value()).toBeUndefined()
    expect((nonsense.input.element as HTMLInputElement).value).toBe('劳动和社会保障')
  })
  it('shows a part of a long list and says how many more there are', async () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ value: `v${i}`, label: `第${i}村` }))
    const { input, w } = box('', many)
    await input.trigger('click')
    expect(w.findAll('[role=option]').length).toBe(SHOWN_MAX + 1)
    expect(w.text()).toContain(`还有 ${500 - SHOWN_MAX} 项`)
  })
})
