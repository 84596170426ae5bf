import node from '@astrojs/node';
import { defineConfig } from 'astro/config';
import { fileURLToPath } from 'node:url';

/** What runs beside the pages: built with them, so that every module is there once, already resolved and translated. */
const ownEntries = {
  'server.mjs': 'src/server.ts',
  'search.mjs': 'src/domain/search/worker.ts',
  'checkpoint.mjs': 'db/checkpoint.sqlite.ts',
  'mailReader.mjs': 'src/domain/mail/incoming/readerWorker.ts',
};
const buildOwnEntries = {
  name: 'portico:entries',
  applyToEnvironment: ({ name }) => name === 'ssr',
  buildStart() {
    for (const [fileName, path] of Object.entries(ownEntries))
      this.emitFile({ type: 'chunk', id: fileURLToPath(new URL(path, import.meta.url)), fileName });
  },
};

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
    plugins: [buildOwnEntries],
    // One style sheet for all pages: smaller than its parts, one request, and in the cache from the first page on.
    build: { assetsInlineLimit: 0, cssCodeSplit: false },
    ssr: {
      noExternal: true,
      external: [
        'better-sqlite3',
        'pg',
        '@node-rs/argon2',
        'shiki',
        'sharp',
        '@zxcvbn-ts/core',
        '@zxcvbn-ts/language-common',
      ],
    },
  },
});
