import { VantResolver } from '@vant/auto-import-resolver';
import vue from '@vitejs/plugin-vue';
import components from 'unplugin-vue-components/vite';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { pwa } from '../../tools/web/pwa.mjs';

const server = process.env['FANGXIAN_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/field/',
  plugins: [vue(), components({ dts: false, dirs: [], resolvers: [VantResolver()] }), pwa(join(import.meta.dirname, 'worker/sw.js'))],
  define: { __VUE_OPTIONS_API__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: { target: 'chrome79', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', port: 5174, proxy: { '/api': server } },
});
