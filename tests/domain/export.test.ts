import { createWriteStream } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { findArticle, findArticleByFile } from '#src/domain/articles/article.store.ts';
import { categoryList, createCategory } from '#src/domain/articles/categories.ts';
import { listSynced } from '#src/domain/articles/content/content.store.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { flagArticle, keepConfidence, openFlags, settleFlag } from '#src/domain/articles/flag.ts';
import { openAsset } from '#src/domain/articles/openAsset.ts';
import { archiveArticle, publishArticle } from '#src/domain/articles/publish.ts';
import { askReview } from '#src/domain/articles/review/ask.ts';
import { addComment } from '#src/domain/articles/review/comment.ts';
import { revertArticle } from '#src/domain/articles/revisions.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { saveAsset } from '#src/domain/articles/saveAsset.ts';
import { scheduleArticle } from '#src/domain/articles/schedule/plan.ts';
import { listRedirects } from '#src/domain/articles/slug.store.ts';
import { saveTemplate } from '#src/domain/articles/template/templates.ts';
import { exportContent } from '#src/domain/articles/transfer/exportContent.ts';
import { importContent } from '#src/domain/articles/transfer/importContent.ts';
import { countOutcomes } from '#src/domain/articles/transfer/report.ts';
import { noteTranslated } from '#src/domain/articles/translation/settle.ts';
import { saveVote } from '#src/domain/articles/vote.store.ts';
import { fieldsOf, type WorkingCopy } from '#src/domain/articles/workingCopy.ts';
import { findCopy } from '#src/domain/articles/workingCopy.store.ts';
import { paths } from '#src/paths.ts';
import { contextOf, engines, newAgent, openTestApp } from '../helpers.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEklEQVR4nGP4z8DwH4QZYAwAR8oH+Rq28akAAAAASUVORK5CYII=',
  'base64',
);

let from: string;
beforeEach(async () => void (from = await mkdtemp(join(tmpdir(), 'portico-export-'))));
afterEach(() => rm(from, { recursive: true, force: true }));

describe.each(engines)('%s: export and import again', (engine) => {
  test('an empty portal that takes in everything has the same articles, pages, files, addresses and past', async () => {
    const [one, two] = [await openTestApp(engine), await openTestApp(engine)];
    try {
      const ctx = contextOf(one.app);
      await cp(fileURLToPath(new URL('../../content', import.meta.url)), ctx.config.contentDir, {
        recursive: true,
      });
      await importContent(ctx, { from: ctx.config.contentDir });
      const [ada, ben] = [
        await newAgent(ctx, { email: emails[0]! }),
        await newAgent(ctx, { email: emails[1]! }),
      ];
      for (const email of emails.toReversed()) await newAgent(contextOf(two.app), { email });
      await own(ctx);
      await past(ada, ben);
      const path = join(from, 'all.zip');
      const { zip } = await exportContent(ctx);
      await pipeline(zip, createWriteStream(path));
      const other = contextOf(two.app);
      const report = await importContent(other, { from: path });
      expect(report.problems).toEqual([]);
      expect(countOutcomes(report)).toMatchObject({ new: report.articles.length, refused: 0 });
      expect(await everything(other)).toEqual(await everything(ctx));
      expect(await behind(other)).toEqual(await behind(ctx));
      const again = await importContent(other, { from: path });
      expect(countOutcomes(again)).toMatchObject({ same: report.articles.length });
      expect(await behind(other)).toEqual(await behind(ctx));
      await checkFiles(other);
    } finally {
      await one.close();
      await two.close();
    }
  }, 120_000);
});

/** What the handbook doesn't have: drafts, archived ones, pasted images, odd words, old addresses, front matter of others. */
async function own(ctx: Context): Promise<void> {
  const category = await createCategory(ctx, { locale: 'en', title: 'Paper & ink', summary: 'For printers' });
  const { hash, name } = await saveAsset(ctx, { bytes: png, name: 'Tray full.png' });
  const fields = {
    categoryId: category.id,
    source: `---\na: b\n---\n\n![Tray](${paths.asset(hash, name)})\n\n:::tip\nx\n:::`,
  };
  const draft = await createArticle(ctx, {
    locale: 'en',
    fields: { ...fields, title: 'Draft: "quoted" #1' },
  });
  await saveArticle(ctx, {
    id: draft.id,
    fields: { ...fieldsOf(draft), slug: 'moved', tags: ['a, b', 'ö'] },
  });
  const old = await createArticle(ctx, {
    locale: 'en',
    state: 'published',
    fields: {
      ...fields,
      title: 'Old',
      audience: 'agents',
      kind: 'faq',
      reviewBy: new Date('2030-01-02T00:00:00Z'),
    },
    key: 'x-old',
  });
  await archiveArticle(ctx, old.id);
  const live = (await findArticleByFile(ctx.db.read, 'en/writing/translate.md'))!;
  await saveArticle(ctx, {
    id: live.id,
    fields: { ...fieldsOf(live), title: 'Waits', source: 'to be published' },
  });
}

type Colleague = Awaited<ReturnType<typeof newAgent>>;
/** They have other numbers in each portal. */
const emails = ['ada@example.test', 'ben@example.test'];

/** What Markdown says nothing of: owners, revisions by several, a waiting text, votes, flags, comments, a review, dates. */
async function past(ada: Colleague, ben: Colleague): Promise<void> {
  const later = (ctx: Colleague, days: number) => ({
    ...ctx,
    now: new Date(ctx.now.getTime() + days * 86_400_000),
  });
  const { hash, name } = await saveAsset(ada, { bytes: Buffer.from('a;b\n'), name: 'Old (1).csv' });
  const category = await createCategory(ada, { locale: 'en', title: 'Past', audience: 'customers' });
  const fields = { title: 'Past', categoryId: category.id, source: `[Old list](${paths.asset(hash, name)})` };
  const { id } = await createArticle(ada, { locale: 'en', fields });
  await publishArticle(later(ada, 1), { id });
  const article = (await findArticle(ada.db.read, id))!;
  await publishArticle(later(ben, 2), {
    id,
    fields: { ...fieldsOf(article), source: 'Two', ownerId: ben.actor.id },
  });
  await saveArticle(later(ben, 3), { id, fields: { ...fieldsOf(article), source: 'Three', title: 'Waits' } });
  const columns = { articleId: id, createdAt: ada.now };
  await ada.db.write((tx) => saveVote(tx, { ...columns, visitId: 'v1', helpful: true, comment: 'my name' }));
  await ada.db.write((tx) => saveVote(tx, { ...columns, visitId: null, helpful: false, comment: '' }));
  await flagArticle(ben, { articleId: id, kind: 'unclear', comment: 'What is two?' });
  await flagArticle(ada, { articleId: id, kind: 'outdated', comment: 'Done' });
  await settleFlag(ben, (await openFlags(ada, id)).find(({ kind }) => kind === 'outdated')!.id);
  await addComment(ada, { articleId: id, body: 'Why three?', line: 1 });
  await askReview(ben, { articleId: id, reviewerId: ada.actor.id, note: 'Please' });
  await scheduleArticle(ada, {
    articleId: id,
    action: 'unpublish',
    at: `${new Date(ada.now.getTime() + 9e9).toISOString().slice(0, 10)}T09:30`,
    zone: 'Europe/Rome',
  });
  await ada.db.write((tx) => keepConfidence(tx, [id], 'confirmed'));
  const italian = await createCategory(ada, { locale: 'it', title: 'Passato', key: category.key });
  const words = { title: 'Passato', categoryId: italian.id, source: 'Due' };
  const twin = await createArticle(ada, { locale: 'it', fields: words, key: article.key });
  await noteTranslated(ada, twin.id, { sourceId: id, revision: 2 });
  await saveTemplate(ada, { name: 'Ours', locale: 'it', kind: 'faq', source: '## Ours' });
}

/** The rows behind the articles, colleagues by their addresses, articles by their keys; without what stays at home. */
async function behind(ctx: Context) {
  const q = ctx.db.read;
  const t = q.tables;
  const people = new Map((await q.select().from(t.agents)).map(({ id, email }) => [id, email]));
  const articles = new Map(
    (await q.select().from(t.articles)).map((one) => [one.id, `${one.locale}/${one.key}`]),
  );
  const named = ([key, value]: [string, unknown]) =>
    /^(articleId|sourceId)$/.test(key)
      ? [key, articles.get(value as number)]
      : [key, /Id$/.test(key) ? (people.get(value as number) ?? null) : value];
  const all = async (rows: PromiseLike<Record<string, unknown>[]>, ...left: string[]) =>
    (await rows)
      .map((row) => Object.entries(row).filter(([key]) => !['id', ...left].includes(key)))
      .map((pairs) => JSON.stringify(pairs.map(named).sort()))
      .sort();
  return {
    owners: (await q.select().from(t.articles))
      .map((one) =>
        [one.locale, one.key, one.revision, people.get(one.ownerId!), people.get(one.createdById!)].join(' '),
      )
      .sort(),
    revisions: await all(q.select().from(t.articleRevisions)),
    copies: await all(q.select().from(t.articleCopies), 'fields'),
    votes: await all(q.select().from(t.articleVotes), 'visitId', 'comment'),
    flags: await all(q.select().from(t.articleFlags)),
    comments: await all(q.select().from(t.articleComments)),
    reviews: await all(q.select().from(t.articleReviews)),
    schedules: await all(q.select().from(t.articleSchedules)),
    translations: await all(q.select().from(t.articleTranslations)),
    templates: (await q.select().from(t.articleTemplates)).map(({ name, locale, kind, source }) => [
      name,
      locale,
      kind,
      source,
    ]),
  };
}

/** A file that only an old revision names is there, and goes out again when that comes back. */
async function checkFiles(ctx: Context): Promise<void> {
  const article = (await findArticle(
    ctx.db.read,
    (await listSynced(ctx.db.read)).find(({ title }) => title === 'Past')!.id,
  ))!;
  expect(article.audience).toBe('customers');
  const back = await revertArticle(ctx, { id: article.id, to: 1, baseRevision: 4 });
  await publishArticle(ctx, { id: back.id });
  const { html } = (await findArticle(ctx.db.read, article.id))!;
  const [, hash, name] = /\/assets\/([0-9a-f]{64})\/([^"]+)"/.exec(html)!;
  const { asset } = await openAsset(ctx, hash!, decodeURIComponent(name!));
  expect(asset).toMatchObject({ name: 'Old (1).csv', size: 4 });
}

/** What waits to be published, without the numbers of one portal. */
function words(copy: WorkingCopy | null) {
  if (!copy) return null;
  const { categoryId, ownerId, ...fields } = copy.fields;
  void [categoryId, ownerId];
  return fields;
}

/** All that readers and authors see, but for ids and what only one machine knows. */
async function everything(ctx: Context) {
  const categories = new Map((await categoryList(ctx)).map(({ id, ...one }) => [id, one]));
  const rows = await Promise.all(
    (await listSynced(ctx.db.read)).map(async ({ id }) => {
      const article = (await findArticle(ctx.db.read, id))!;
      const {
        categoryId,
        id: _id,
        filePath,
        fileHash,
        fileRevision,
        fileConflict,
        revision,
        ownerId,
        createdById,
        ...rest
      } = article;
      void [_id, filePath, fileHash, fileRevision, fileConflict, revision, ownerId, createdById];
      return {
        ...rest,
        category: categories.get(categoryId),
        redirects: await listRedirects(ctx.db.read, id),
        copy: words(await findCopy(ctx.db.read, id)),
      };
    }),
  );
  const name = (row: (typeof rows)[number]) => `${row.locale}/${row.key}`;
  return {
    articles: rows.sort((a, b) => (name(a) < name(b) ? -1 : 1)),
    categories: [...categories.values()].sort((a, b) =>
      `${a.locale}/${a.key}` < `${b.locale}/${b.key}` ? -1 : 1,
    ),
  };
}
