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
void startI18n({
  'zh-CN': () => ({ ...common, ...portal }),
  en: async () => {
    const [a, b] = await Promise.all([import('../locales/en/common.json'), import('../locales/en/portal.json')])
    return { ...a.default, ...b.default }
  },
}).then(() => createApp(PortalApp).mount('#app'))
