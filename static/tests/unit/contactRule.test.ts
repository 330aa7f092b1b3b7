import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import PersonsEditor from '../../src/components/PersonsEditor.vue'
import { contactFaults, phoneFits, residentIdFits } from '../../src/composables/contactRule'
import { newPerson } from '../../src/composables/submission'
import { en, speak, zh } from './helpers'

describe('what can be a phone number', () => {
  it.each([
    '19900000101',
    '199****0101',
    '0575-8888 0101',
    '(0575)88880101',
    '88880101',
    '+1 555 0100 200',
    '0085221234567',
  ])('%s can', (text) => expect(phoneFits(text)).toBe(true))
  it.each([
    '1990000010',
    '199000001011',
    '0575',
    '12345',
    'abc',
    '１９９００００００１１',
    '8888+0101',
    '+1234567890123456',
  ])('%s cannot', (text) => expect(phoneFits(text)).toBe(false))
})

describe('what can be the number of a resident identity card', () => {
  const first = '33060019700101123' // with the digit that makes it whole, and no other
  it('has a check digit that fits', () => {
    const fits = [...'0123456789X'].filter((last) => residentIdFits(first + last))
    expect(fits).toHaveLength(1)
    expect(residentIdFits((first + fits[0]).toLowerCase())).toBe(true)
    expect(residentIdFits(first)).toBe(false)
    expect(residentIdFits('11010519491231002X')).toBe(true)
    expect(residentIdFits('110105194912310021')).toBe(false)
  })
})

describe('beside the fields', () => {
  beforeAll(async () => void (await speak()))
  it('has the words of the server', () => {
    const reasons = readFileSync(join(import.meta.dirname, '../../../include/domain/reason.def'), 'utf8')
    for (const [code, key] of [
      ['phone_form', 'err.phone'],
      ['resident_id_form', 'err.residentid'],
    ] as const) {
      const [, inChinese, inEnglish] = new RegExp(`"${code}", "([^"]*)", "([^"]*)"`).exec(reasons)!
      expect([zh[key], en[key]]).toEqual([inChinese, inEnglish])
    }
  })
  it('judges a card only where one was named, and nobody who is known', () => {
    const p = { ...newPerson('petitioner'), id_number: '123', phone: '123' }
    expect(Object.keys(contactFaults([p]))).toEqual(['persons.0.phone'])
    expect(Object.keys(contactFaults([{ ...p, id_type: 'resident_id' }]))).toEqual([
      'persons.0.phone',
      'persons.0.id_number',
    ])
  })
  it('tells when the field is left, not while it is typed, and no more when it is mended', async () => {
    const w = mount(PersonsEditor, {
      props: {
        modelValue: [{ ...newPerson('petitioner'), name: '沈某某' }],
        'onUpdate:modelValue': (modelValue: unknown) => w.setProps({ modelValue } as never),
        form: { id: (name: string) => `f-${name.replace(/\./g, '-')}`, faults: {} },
        idTypes: [],
        max: 50,
        channel: 'web' as const,
      },
    })
    const phone = w.get('#f-persons-0-phone')
    await phone.setValue('1990000010')
    expect(w.find('#f-persons-0-phone-error').exists()).toBe(false)
    await phone.trigger('blur')
    expect(w.get('#f-persons-0-phone-error').text()).toBe(zh['err.phone'])
    await phone.setValue('19900000101')
    expect(w.find('#f-persons-0-phone-error').exists()).toBe(false)
  })
})
