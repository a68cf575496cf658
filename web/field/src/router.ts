import { createRouter, createWebHashHistory } from 'vue-router';
import TodayPage from './pages/TodayPage.vue';

export const router = createRouter({
  history: createWebHashHistory('/field/'),
  routes: [
    { path: '/', name: 'today', component: TodayPage, meta: { tab: true } },
    { path: '/outbox', name: 'outbox', component: () => import('./pages/OutboxPage.vue'), meta: { tab: true } },
    { path: '/me', name: 'me', component: () => import('./pages/MePage.vue'), meta: { tab: true } },
    { path: '/orders', name: 'orders', component: () => import('./pages/OrdersPage.vue') },
    { path: '/scan', name: 'scan', component: () => import('./pages/ScanPage.vue') },
    { path: '/households/:id', name: 'household', component: () => import('./pages/HouseholdPage.vue') },
    { path: '/enter/:type', name: 'enter', component: () => import('./pages/EnterPage.vue') },
    { path: '/done/:id', name: 'done', component: () => import('./pages/DonePage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
