import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { forgetQuestionsOf } from '#src/domain/search/forget.ts';
import { createSearchService } from '#src/domain/search/service.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { eachEngine } from '../helpers.ts';

eachEngine((get) => {
  let folder: string;
  const place = () => ({ path: join(folder, 'search', 'indexes'), code: [] });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-kept-'));
    const articleId = await publish('Reset your password');
    for (let n = 0; n < 20; n++) await publish(`Pay an invoice of ${2000 + n}`);
    await learn(articleId, 'Quaxbert is locked out', 'ticket:7');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a start keeps the indexes for the next, readable by their owner alone', async () => {
    expect(await titlesAfterStart('quaxbert')).toEqual(['Reset your password']);
    const { mode, size } = await stat(place().path);
    expect(mode & 0o777).toBe(0o600);
    expect(size).toBeGreaterThan(1_000);
  });

  test('the next start goes on with them, and with what changed since', async () => {
    const kept = await readFile(place().path);
    expect(await titlesAfterStart('quaxbert')).toEqual(['Reset your password']);
    await publish('Zyxophone tuning');
    expect(await titlesAfterStart('zyxophone')).toEqual(['Zyxophone tuning']);
    expect(await readFile(place().path)).toEqual(kept);
  });

  test('damaged ones, and those of another build, are built again', async () => {
    const kept = await readFile(place().path);
    await writeFile(place().path, kept.fill(7, 100, 110));
    expect(await titlesAfterStart('invoice 2007')).toContain('Pay an invoice of 2007');
    const again = await readFile(place().path);
    expect(again).not.toEqual(kept);
    await writeFile(join(folder, 'code'), 'another build');
    expect(await titlesAfterStart('invoice 2007', [join(folder, 'code')])).toContain(
      'Pay an invoice of 2007',
    );
    expect(await readFile(place().path)).not.toEqual(again);
  });

  test('who is forgotten is in none', async () => {
    await titlesAfterStart('quaxbert');
    expect((await readFile(place().path)).includes('quaxbert')).toBe(true);
    await get().db.write((tx) => forgetQuestionsOf(tx, { ticketIds: [7], visitIds: [] }));
    expect(await titlesAfterStart('quaxbert')).toEqual([]);
    expect((await readFile(place().path)).includes('quaxbert')).toBe(false);
  });

  async function titlesAfterStart(query: string, code: string[] = []): Promise<string[]> {
    const service = createSearchService(get().db, { ...place(), code });
    try {
      const audiences = ['public'] as const;
      const { results } = await service.search({ query, locale: 'en', limit: 3, audiences });
      return results.map(({ title }) => title);
    } finally {
      await service.close();
    }
  }

  async function publish(title: string): Promise<number> {
    const category = await ensureCategory(get(), { key: 'start', locale: 'en', title: 'Start' });
    const fields = { title, source: 'It is done in the settings.', categoryId: category.id };
    return (await createArticle(get(), { locale: 'en', fields, state: 'published' })).id;
  }

  const learn = (articleId: number, text: string, origin: string): Promise<void> =>
    get().db.write(async (tx) => {
      await tx.insert(tx.tables.pastQuestions).values({ articleId, text, origin, createdAt: get().now });
      await bumpCounter(tx, 'questions');
    });
});
