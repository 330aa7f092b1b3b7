/** Paper has nothing to press: what is folded is opened before printing and folded again afterwards. */
import { onBeforeUnmount, onMounted } from 'vue'

export function useOpenForPrint(): void {
  let opened: HTMLDetailsElement[] = []
  const open = () => {
    opened = [...document.querySelectorAll('main details:not([open])')] as HTMLDetailsElement[]
    for (const el of opened) el.open = true
  }
  const fold = () => {
    for (const el of opened) el.open = false
    opened = []
  }
  onMounted(() => {
    addEventListener('beforeprint', open)
    addEventListener('afterprint', fold)
  })
  onBeforeUnmount(() => {
    removeEventListener('beforeprint', open)
    removeEventListener('afterprint', fold)
  })
}
