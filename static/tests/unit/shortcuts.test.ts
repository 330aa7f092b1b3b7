/** Single keys stay silent while somebody writes, composes or has a dialog open. */
import { afterEach, describe, expect, it } from 'vitest'
import { typingIn } from '../../src/composables/useShortcuts'

function pressed(target: Element, init: KeyboardEventInit): boolean {
  let found = false
  const look = (event: KeyboardEvent) => (found = typingIn(event))
  document.addEventListener('keydown', look, { once: true })
  target.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, ...init }))
  return found
}

describe('a single key', () => {
  afterEach(() => document.body.replaceChildren())
  it('acts on the page', () => expect(pressed(document.body, {})).toBe(false))
  it('is silent during composition', () => {
    expect(pressed(document.body, { isComposing: true })).toBe(true)
    expect(pressed(document.body, { keyCode: 229 })).toBe(true)
  })
  it.each(['input', 'select', 'textarea'])('is silent in %s', (tag) => {
    const field = document.createElement(tag)
    document.body.append(field)
    expect(pressed(field, {})).toBe(true)
  })
  it('is silent with Ctrl, Alt or Meta', () => {
    for (const held of ['ctrlKey', 'altKey', 'metaKey']) expect(pressed(document.body, { [held]: true })).toBe(true)
  })
  it('is silent beneath a dialog', () => {
    const dialog = document.createElement('dialog')
    dialog.setAttribute('open', '')
    document.body.append(dialog)
    expect(pressed(document.body, {})).toBe(true)
  })
})
