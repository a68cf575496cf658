import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import './theme.css';
import './elements.css';
import './print.css';
import './use/theme';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './i18n';
import { router } from './router';
import { resume } from './use/app';

await resume();
createApp(App).use(i18n).use(router).mount('#app');
