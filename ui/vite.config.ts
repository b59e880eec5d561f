import { defineConfig } from 'vite';

/** `vite build ui/touch`, `vite build ui/console`: a few hashed files each, nothing inline, so that the strictest content policy lets them through. */
export default defineConfig({
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome120',
  },
});
