import { createRouter, createWebHashHistory } from 'vue-router';
import CoveragePage from './pages/CoveragePage.vue';
import { role } from './use/app';

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: () => (role.value === 'administrator' ? '/accounts' : '/coverage') },
    { path: '/coverage/:place?', name: 'coverage', component: CoveragePage },
    { path: '/households/:id', name: 'household', component: () => import('./pages/HouseholdPage.vue') },
    { path: '/persons/:id', name: 'person', component: () => import('./pages/PersonPage.vue') },
    { path: '/records/:type', name: 'records', component: () => import('./pages/RecordListPage.vue') },
    { path: '/records/:type/new', name: 'new-record', component: () => import('./pages/RecordEditPage.vue') },
    { path: '/records/:type/:id', name: 'record', component: () => import('./pages/RecordPage.vue') },
    { path: '/records/:type/:id/edit', name: 'edit-record', component: () => import('./pages/RecordEditPage.vue') },
    { path: '/rounds', name: 'rounds', component: () => import('./pages/RoundsPage.vue') },
    { path: '/imports', name: 'imports', component: () => import('./pages/ImportPage.vue') },
    { path: '/accounts', name: 'accounts', component: () => import('./pages/AccountsPage.vue') },
    { path: '/uncovered', name: 'uncovered', component: () => import('./pages/UncoveredPage.vue') },
    { path: '/duplicates', name: 'duplicates', component: () => import('./pages/DuplicatesPage.vue') },
    { path: '/quarantine', name: 'quarantine', component: () => import('./pages/QuarantinePage.vue') },
    { path: '/about', name: 'about', component: () => import('./pages/AboutPage.vue') },
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
