import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The screens as a few hashed files with nothing inline, so that the strictest content policy lets them through. */
export default defineConfig({
  root: join(import.meta.dirname, 'touch'),
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
