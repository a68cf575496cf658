import 'element-plus/theme-chalk/base.css';
import './theme.css';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './i18n';
import { router } from './router';
import { resume } from './use/app';

await resume();
createApp(App).use(i18n).use(router).mount('#app');
