import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { helpPages } from './vite.help.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Two entries: the staff desk (index.html, under /desk) and the public portal (public.html, under /).
// The public pays nothing for the staff application.
export default defineConfig({
  plugins: [vue(), helpPages(here('./help'))],
  resolve: { alias: { '@': here('./src') } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  build: {
    target: ['chrome87', 'edge88', 'firefox98', 'safari15.4'],
    assetsInlineLimit: 0, // the content security policy refuses data: fonts and scripts
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { desk: here('./index.html'), portal: here('./public.html') } },
  },
  server: {
    proxy: { '/api': process.env['API'] ?? 'http://127.0.0.1:8080' },
  },
  test: { environment: 'happy-dom', include: ['tests/unit/**/*.test.ts'] },
})
