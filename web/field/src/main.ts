import './theme.css';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './i18n';
import { router } from './router';
import { keepAwake, resume } from './use/account';
import { keepOnPhone } from './use/update';

createApp(App).use(i18n).use(router).mount('#app');
void resume();
keepAwake();
if (import.meta.env.PROD) void keepOnPhone().catch((error: unknown) => console.warn(error));
