import { createApp } from 'vue'
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/print.css'
import { startI18n } from '../composables/useI18n'
import { startPrefs } from '../composables/usePrefs'
import common from '../locales/zh-CN/common.json'
import portal from '../locales/zh-CN/portal.json'
import PortalApp from './PortalApp.vue'

startPrefs()
// Words of these pages only; the others stay light.
const isFollowed = /^\/(track|check)\/?$/.test(location.pathname)
const following = {
  'zh-CN': async () => (isFollowed ? (await import('../locales/zh-CN/track.json')).default : {}),
  en: async () => (isFollowed ? (await import('../locales/en/track.json')).default : {}),
}
void startI18n({
  'zh-CN': async () => ({ ...common, ...portal, ...(await following['zh-CN']()) }),
  en: async () => {
    const [a, b, c] = await Promise.all([
      import('../locales/en/common.json'),
      import('../locales/en/portal.json'),
      following.en(),
    ])
    return { ...a.default, ...b.default, ...c }
  },
}).then(() => createApp(PortalApp).mount('#app'))
