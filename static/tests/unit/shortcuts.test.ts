/** Single keys stay silent while somebody writes, composes or has a dialog open. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prefs } from '../../src/composables/usePrefs'
import {
  isShortcut,
  remapShortcut,
  resetShortcuts,
  shortcutKey,
  SHORTCUTS,
  typingIn,
} from '../../src/composables/useShortcuts'

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

describe('another key', () => {
  const press = (key: string, init: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...init })
  beforeEach(() => {
    resetShortcuts()
    prefs.keys = true
  })
  it('takes the place of the one that was delivered, and back', () => {
    expect(remapShortcut('next', press('M', { shiftKey: true }))).toBe('done')
    expect(isShortcut(press('m'), 'next')).toBe(true)
    expect(isShortcut(press('j'), 'next')).toBe(false)
    resetShortcuts()
    expect(shortcutKey('next')).toBe('j')
  })
  it('is refused when it is taken, no character, or of an input method', () => {
    expect(remapShortcut('next', press('/'))).toBe('taken')
    for (const key of ['Enter', ' ', 'F5']) expect(remapShortcut('next', press(key))).toBe('unfit')
    expect(remapShortcut('next', press('n', { ctrlKey: true }))).toBe('unfit')
    expect(remapShortcut('next', press('n', { isComposing: true }))).toBe('unfit')
    expect(shortcutKey('next')).toBe('j')
  })
  it('does nothing while all are switched off', () => {
    prefs.keys = false
    for (const s of SHORTCUTS) expect(isShortcut(press(s.key), s.id)).toBe(false)
  })
  it('is delivered once for each', () => expect(new Set(SHORTCUTS.map((s) => s.key)).size).toBe(SHORTCUTS.length))
})
