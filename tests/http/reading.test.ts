import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Article } from '#src/domain/articles/article.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { publishArticle, unpublishArticle } from '#src/domain/articles/publish.ts';
import { contextOf } from '../helpers.ts';
import { eachServer } from './server.ts';

/** Try until it holds: what another process publishes is here within a second. */
async function within(ms: number, check: () => Promise<void>): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}

eachServer((get, engine) => {
  const ctx = () => contextOf(get().app);
  const articles: Record<string, Article> = {};

  beforeAll(async () => {
    for (const locale of ['en', 'it'] as const) {
      const { id: categoryId } = await createCategory(ctx(), {
        locale,
        title: locale === 'en' ? 'Printing' : 'Stampa',
      });
      const add = async (name: string, title: string, more = {}) =>
        (articles[`${name}.${locale}`] = await createArticle(ctx(), {
          locale,
          key: name,
          fields: {
            title,
            source: 'First words.\n\n## Second part\n\nMore words. '.repeat(20),
            categoryId,
            ...more,
          },
          state: 'published',
        }));
      await add('jam', locale === 'en' ? 'Clear a paper jam & <more>' : 'Togliere la carta inceppata');
      await add('toner', locale === 'en' ? 'Is toner poisonous?' : 'Il toner è velenoso?', { kind: 'faq' });
      await add('secret', `Only for agents ${locale}`, { audience: 'agents' });
    }
    await within(2_000, async () => expect((await get().client().get('/en')).text).toContain('Printing'));
  });

  const raw = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
      const { hostname, port } = new URL(get().url);
      request({ hostname, port, path, headers, agent: false }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () =>
          resolve({ status: res.statusCode!, headers: res.headers, bytes: Buffer.concat(chunks) }),
        );
      })
        .on('error', reject)
        .end();
    });

  describe('the page cache', () => {
    const path = () => `/en/articles/${articles['jam.en']!.slug}`;

    test('answers the same bytes in any encoding, and 304 to who has them', async () => {
      await get().client().get(path());
      // A change elsewhere (the first look at the content folder) may empty the cache between two requests: then again.
      await within(2_000, async () => {
        const plain = await raw(path());
        const br = await raw(path(), { 'accept-encoding': 'gzip, br' });
        const gzip = await raw(path(), { 'accept-encoding': 'gzip;q=1, br;q=0' });
        expect(plain.headers).toHaveProperty('etag');
        expect([plain.status, br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual([
          200,
          'br',
          'gzip',
        ]);
        expect(brotliDecompressSync(br.bytes)).toEqual(plain.bytes);
        expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes);
        expect(br.headers['vary']).toContain('Cookie');
        expect(br.headers['content-type']).toBe('text/html; charset=utf-8');
        expect(br.headers['content-security-policy']).toContain("default-src 'self'");
        const again = await raw(path(), { 'if-none-match': String(plain.headers['etag']) });
        expect([again.status, again.bytes.length]).toEqual([304, 0]);
      });
    });

    test('shows what another process publishes within a second, and no longer what it withdrew', async () => {
      const title = 'Changed by another process';
      const { id, slug, categoryId, source } = articles['jam.en']!;
      const current = await createArticle(ctx(), {
        locale: 'en',
        fields: { title: 'Short-lived', source, categoryId },
        state: 'published',
      });
      await within(1_000, async () =>
        expect((await get().client().get(`/en/articles/${current.slug}`)).status).toBe(200),
      );
      await publishArticle(ctx(), { id, baseRevision: 1, fields: { title, source, categoryId, slug } });
      await within(1_000, async () => expect((await get().client().get(path())).text).toContain(title));
      await unpublishArticle(ctx(), current.id);
      await within(1_000, async () =>
        expect((await get().client().get(`/en/articles/${current.slug}`)).status).toBe(404),
      );
      expect((await get().client().get('/en')).text).not.toContain('Short-lived');
    });

    test('keeps nothing for people who are somebody', async () => {
      await get().client().get(path());
      for (const cookie of [
        'portico_session=x',
        'portico_ticket_1=abc',
        'portico_visit=v; portico_session=x',
      ]) {
        const { headers } = await raw(path(), { cookie });
        expect([cookie, headers['etag'], String(headers['cache-control']).startsWith('public')]).toEqual([
          cookie,
          undefined,
          false,
        ]);
      }
      const visitor = { cookie: 'portico_visit=abc; portico_locale=en' };
      await within(2_000, async () => expect((await raw(path(), visitor)).headers).toHaveProperty('etag'));
    });

    test('a page with a question in its address is rendered for whoever asks', async () => {
      const { headers } = await raw(`${path()}?x=1`);
      expect(headers).not.toHaveProperty('etag');
    });
  });

  describe('for machines', () => {
    test('the feed names what anybody may read, escaped', async () => {
      const { status, headers, text } = await get().client().get('/en/feed.xml');
      expect([status, headers.get('content-type')]).toEqual([200, 'application/atom+xml; charset=utf-8']);
      expect(text).toContain(`<link href="http://localhost:`);
      expect(text).toContain(`/en/faq#${articles['toner.en']!.slug}`);
      expect(text).not.toContain('Only for agents');
      expect(text).not.toContain('Togliere');
      expect((await get().client().get('/it/feed.xml')).text).toContain('Il toner è velenoso?');
    });

    test('the sitemap joins translations', async () => {
      const { status, headers, text } = await get().client().get('/sitemap.xml');
      expect([status, headers.get('content-type')]).toEqual([200, 'application/xml; charset=utf-8']);
      const entry = text
        .match(/<url>.*?<\/url>/gs)!
        .find((url) => url.includes(`/en/articles/${articles['jam.en']!.slug}</loc>`))!;
      expect(entry).toContain(
        `hreflang="it" href="${new URL(text.match(/<loc>(.*?)<\/loc>/)![1]!).origin}/it/articles/${articles['jam.it']!.slug}"`,
      );
      expect(entry).toContain('hreflang="x-default"');
      expect(text).toContain('/en/faq</loc>');
      expect(text).not.toContain(articles['secret.en']!.slug);
      const bodies = await Promise.all(
        [...text.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => get().client().get(new URL(url!).pathname)),
      );
      expect(bodies.map((body) => body.status)).toEqual(bodies.map(() => 200));
    });

    test('robots find the sitemap and stay out of the desk', async () => {
      const { status, text } = await get().client().get('/robots.txt');
      expect(status).toBe(200);
      expect(text).toMatch(/^Disallow: \/desk$/m);
      expect(text).toMatch(/^Sitemap: http:\/\/localhost:\d+\/sitemap.xml$/m);
    });
  });

  // SQLite is never away: it is part of the process.
  if (engine === 'postgres')
    test('with the database away, cached pages still answer, others say so, and all comes back', async () => {
      const path = `/it/articles/${articles['jam.it']!.slug}`;
      await get().client().get(path);
      await within(2_000, async () => expect((await raw(path)).headers).toHaveProperty('etag'));
      const database = new URL(get().env['DATABASE_URL']!);
      const admin = new pg.Client({ connectionString: new URL('/postgres', database).href });
      await admin.connect();
      const name = database.pathname.slice(1);
      await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      try {
        await within(5_000, async () => expect((await get().client().get('/readyz')).status).toBe(503));
        const cached = await get().client().get(path);
        expect([cached.status, cached.text.includes('Togliere la carta')]).toEqual([200, true]);
        const other = await get().client().get('/it/search?q=carta', { accept: 'text/html' });
        expect(other.status).toBeGreaterThanOrEqual(500);
        expect(other.text).toContain('<html lang="it">');
        expect(other.text).not.toMatch(/ECONN|at .*\.(ts|mjs|js):\d+/);
        expect((await get().client().get('/healthz')).status).toBe(200);
      } finally {
        await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
        await admin.end();
      }
      await within(2_000, async () => expect((await get().client().get('/readyz')).status).toBe(200));
      expect((await get().client().get('/it/search?q=carta')).status).toBe(200);
    });
});
