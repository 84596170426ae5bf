import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'middleware' }),
  trailingSlash: 'never',
  devToolbar: { enabled: false },
  i18n: { locales: ['en', 'it'], defaultLocale: 'en', routing: 'manual' },
  build: { inlineStylesheets: 'never' },
  // Our own Origin check stands in src/server.ts: Astro's skips JSON bodies (DESIGN §7).
  security: { checkOrigin: false, actionBodySizeLimit: 64 * 1024 * 1024 },
  vite: {
    // One style sheet for all pages: smaller than its parts, one request, and in the cache from the first page on.
    build: { assetsInlineLimit: 0, cssCodeSplit: false },
    ssr: { external: ['better-sqlite3', 'pg', '@node-rs/argon2'] },
  },
});
