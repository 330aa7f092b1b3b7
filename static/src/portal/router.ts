import { createRouter, createWebHistory } from 'vue-router'
import { watchNavigation } from '../composables/useNavigation'

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/', name: 'home', component: () => import('../pages/portal/HomePage.vue') },
    { path: '/submit', name: 'submit', component: () => import('../pages/portal/SubmitPage.vue') },
    { path: '/receipt', name: 'receipt', component: () => import('../pages/portal/ReceiptPage.vue') },
    { path: '/track', name: 'track', component: () => import('../pages/portal/TrackPage.vue') },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('../pages/portal/MissingPage.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})
watchNavigation(router)
