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
