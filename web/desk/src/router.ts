import { createRouter, createWebHashHistory } from 'vue-router';
import HomePage from './pages/HomePage.vue';

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/home' },
    { path: '/home', name: 'home', component: HomePage },
    { path: '/search', name: 'search', component: () => import('./pages/SearchPage.vue') },
    { path: '/coverage/:place?', name: 'coverage', component: () => import('./pages/CoveragePage.vue') },
    { path: '/print/:place/:kind(list|codes)', name: 'print', component: () => import('./pages/PrintPage.vue') },
    { path: '/households/:id', name: 'household', component: () => import('./pages/HouseholdPage.vue') },
    { path: '/persons/:id', name: 'person', component: () => import('./pages/PersonPage.vue') },
    { path: '/records/:type', name: 'records', component: () => import('./pages/RecordListPage.vue') },
    { path: '/records/:type/new', name: 'new-record', component: () => import('./pages/RecordEditPage.vue') },
    { path: '/records/:type/:id', name: 'record', component: () => import('./pages/RecordPage.vue') },
    { path: '/records/:type/:id/edit', name: 'edit-record', component: () => import('./pages/RecordEditPage.vue') },
    { path: '/returns/:name?/:place?', name: 'returns', component: () => import('./pages/ReturnsPage.vue') },
    { path: '/rounds', name: 'rounds', component: () => import('./pages/RoundsPage.vue') },
    { path: '/imports', name: 'imports', component: () => import('./pages/ImportPage.vue') },
    { path: '/accounts', name: 'accounts', component: () => import('./pages/AccountsPage.vue') },
    { path: '/audit', name: 'audit', component: () => import('./pages/AuditPage.vue') },
    { path: '/devices', name: 'devices', component: () => import('./pages/DevicesPage.vue') },
    { path: '/uncovered', name: 'uncovered', component: () => import('./pages/UncoveredPage.vue') },
    { path: '/levels/:place?', name: 'levels', component: () => import('./pages/LevelsPage.vue') },
    { path: '/duplicates', name: 'duplicates', component: () => import('./pages/DuplicatesPage.vue') },
    { path: '/quarantine', name: 'quarantine', component: () => import('./pages/QuarantinePage.vue') },
    { path: '/about', name: 'about', component: () => import('./pages/AboutPage.vue') },
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
