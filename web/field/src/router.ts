import { createRouter, createWebHashHistory } from 'vue-router';
import TodayPage from './pages/TodayPage.vue';

export const router = createRouter({
  history: createWebHashHistory('/field/'),
  routes: [
    { path: '/', name: 'today', component: TodayPage },
    { path: '/households/:id', name: 'household', component: () => import('./pages/HouseholdPage.vue') },
    { path: '/enter/:type', name: 'enter', component: () => import('./pages/EnterPage.vue') },
    { path: '/done/:id', name: 'done', component: () => import('./pages/DonePage.vue') },
    { path: '/outbox', name: 'outbox', component: () => import('./pages/OutboxPage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
