import { createApp } from 'vue'
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/print.css'
import { hooks } from '../api/client'
import { startI18n } from '../composables/useI18n'
import { startPrefs } from '../composables/usePrefs'
import { useSession } from '../composables/useSession'
import common from '../locales/zh-CN/common.json'
import desk from '../locales/zh-CN/desk.json'
import DeskApp from './DeskApp.vue'
import { router } from './router'

startPrefs()
hooks.signedOut = () => {
  const { current, expired } = useSession()
  if (current.value) expired.value = true
}
hooks.prove = () => useSession().askProof()
void startI18n({
  'zh-CN': () => ({ ...common, ...desk }),
  en: async () => {
    const [a, b] = await Promise.all([import('../locales/en/common.json'), import('../locales/en/desk.json')])
    return { ...a.default, ...b.default }
  },
}).then(() => createApp(DeskApp).use(router).mount('#app'))
