import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [vue()],
  define: { __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  test: {
    root: import.meta.dirname,
    include: ['*/test/**/*.test.ts'],
    environment: 'happy-dom',
    testTimeout: 60_000, // a busy machine is no failure
    server: { deps: { inline: ['element-plus'] } },
  },
});
