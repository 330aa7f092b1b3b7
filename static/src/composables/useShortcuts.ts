/**
 * Single keys: which there are, which key each has, and when they may act. Each can be given another key, and all can be switched off
 * (WCAG 2.1.4). A new one is a row here and a call of `isShortcut` where it acts.
 */
import type { MessageKey } from './useI18n'
import { prefs } from './usePrefs'

export const SHORTCUTS = [
  { id: 'search', key: '/', label: 'key.search' },
  { id: 'next', key: 'j', label: 'key.next' },
  { id: 'previous', key: 'k', label: 'key.previous' },
  { id: 'pick', key: 'x', label: 'key.pick' },
  { id: 'help', key: '?', label: 'key.help' },
  { id: 'print', key: 'p', label: 'key.print' },
  { id: 'another', key: 'n', label: 'key.another' },
] as const satisfies readonly { id: string; key: string; label: MessageKey }[]
export type ShortcutId = (typeof SHORTCUTS)[number]['id']

/** When single keys may act: never while somebody writes, composes, or has a dialog open. */
export function typingIn(event: KeyboardEvent): boolean {
  // Some input methods only tell by the code 229 that a key is theirs.
  if (
    event.isComposing ||
    event.keyCode === 229 ||
    event.ctrlKey ||
    event.altKey ||
    event.metaKey ||
    event.defaultPrevented
  )
    return true
  const target = event.target as HTMLElement | null
  if (target?.closest?.('input, select, textarea, [contenteditable], dialog')) return true
  return document.querySelector('dialog[open]') !== null
}

export const shortcutKey = (id: ShortcutId): string => prefs.shortcuts[id] ?? SHORTCUTS.find((s) => s.id === id)!.key

/** Whether this press is the shortcut, and may act now. */
export const isShortcut = (event: KeyboardEvent, id: ShortcutId): boolean =>
  prefs.keys && event.key.toLowerCase() === shortcutKey(id) && !typingIn(event)

/** Gives a shortcut the key of a press: one visible character that no other shortcut has. */
export function remapShortcut(id: ShortcutId, event: KeyboardEvent): 'done' | 'taken' | 'unfit' {
  const key = event.key.toLowerCase()
  const held = event.ctrlKey || event.altKey || event.metaKey
  if (held || event.isComposing || event.keyCode === 229 || [...key].length !== 1 || !key.trim()) return 'unfit'
  if (SHORTCUTS.some((s) => s.id !== id && shortcutKey(s.id) === key)) return 'taken'
  prefs.shortcuts = { ...prefs.shortcuts, [id]: key }
  return 'done'
}
export function resetShortcuts(): void {
  prefs.shortcuts = {}
}
