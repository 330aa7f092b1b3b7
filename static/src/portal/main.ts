import { createApp } from 'vue'
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/print.css'
import { startI18n, type Messages } from '../composables/useI18n'
import { startPrefs, type Locale } from '../composables/usePrefs'
import common from '../locales/zh-CN/common.json'
import portal from '../locales/zh-CN/portal.json'
import PortalApp from './PortalApp.vue'

startPrefs()
// Words of some pages only; the others stay light.
const own = location.pathname === '/' ? 'home' : /^\/(track|check)\/?$/.test(location.pathname) ? 'track' : ''
const words = import.meta.glob<Messages>('../locales/*/{home,track}.json', { import: 'default' })
const ownWords = (of: Locale) => words[`../locales/${of}/${own}.json`]?.()
void startI18n({
  'zh-CN': async () => ({ ...common, ...portal, ...(await ownWords('zh-CN')) }),
  en: async () => {
    const [a, b, c] = await Promise.all([
      import('../locales/en/common.json'),
      import('../locales/en/portal.json'),
      ownWords('en'),
    ])
    return { ...a.default, ...b.default, ...c }
  },
}).then(() => createApp(PortalApp).mount('#app'))
