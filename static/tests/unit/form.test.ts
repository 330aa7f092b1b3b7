import { mount } from '@vue/test-utils'
import { defineComponent, h, nextTick, reactive } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { Problem } from '../../src/api/problem'
import ErrorSummary from '../../src/components/ErrorSummary.vue'
import FormField from '../../src/components/FormField.vue'
import { useForm } from '../../src/composables/useForm'
import { useI18n } from '../../src/composables/useI18n'
import { speak } from './helpers'

function page() {
  const values = reactive({ title: '', phone: '12345' })
  let form!: ReturnType<typeof useForm>
  const w = mount(
    defineComponent(() => {
      form = useForm(
        'f',
        () => values,
        () => (values.title ? {} : { title: { key: 'err.required', params: { field: '标题' } } }),
      )
      const field = (name: 'title' | 'phone') =>
        h(FormField, { form, name, label: name }, { default: ({ field }: { field: object }) => h('input', field) })
      return () => [h(ErrorSummary, { form, problem: form.problem }), field('title'), field('phone')]
    }),
    { attachTo: document.body },
  )
  return { values, form, w }
}
const refusal = (errors: Problem['errors']) => new Problem(422, 'invalid', '', '填写内容有误', errors, 'id-1')

describe('a form', () => {
  beforeEach(() => speak('zh-CN'))

  it('is quiet at first, then points at the field and takes the focus to the summary', async () => {
    const { form, w } = page()
    expect(w.find('.field-error').exists()).toBe(false)
    expect(await form.send(() => Promise.resolve(1))).toBeNull()
    expect(document.activeElement?.id).toBe('f-summary')
    const input = w.get('#f-title')
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(w.get(`#${input.attributes('aria-describedby')}`).text()).toBe('请填写“标题”')
    await w.get('.summary a').trigger('click')
    expect(document.activeElement?.id).toBe('f-title')
  })
  it('words its faults anew when the language changes', async () => {
    const { form, w } = page()
    await form.check()
    await useI18n().setLocale('en')
    await nextTick()
    expect(w.get('.field-error').text()).toBe('Enter: 标题')
  })
  it('puts what the server refuses into the field until that field changes', async () => {
    const { values, form, w } = page()
    values.title = 'x'
    await form.send(() => Promise.reject(refusal([{ pointer: '#/phone', code: 'pattern', detail: '电话格式不正确' }])))
    expect(w.get('#f-phone-error').text()).toBe('电话格式不正确')
    values.phone = '123456'
    await nextTick()
    expect(w.find('#f-phone-error').exists()).toBe(false)
    expect(w.find('.summary').exists()).toBe(false)
  })
  it('shows a refusal without a place as a whole, with the number to quote', async () => {
    const { values, form, w } = page()
    values.title = 'x'
    await form.send(() => Promise.reject(refusal([])))
    expect(w.get('.summary').text()).toContain('填写内容有误')
    expect(w.get('.summary').text()).toContain('id-1')
  })
  it('sends once, however often it is pressed', async () => {
    const { values, form } = page()
    values.title = 'x'
    let sent = 0
    const deliver = () =>
      new Promise<number>((done) => {
        sent++
        setTimeout(() => done(sent), 0)
      })
    const both = await Promise.all([form.send(deliver), form.send(deliver)])
    expect(sent).toBe(1)
    expect(both).toEqual([1, null])
  })
})
