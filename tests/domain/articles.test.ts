import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { isDomainError } from '#src/errors.ts';
import { slugOf, type ArticleInput } from '#src/domain/articles/article.ts';
import { createCategory, deleteCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { archiveArticle, publishArticle, unpublishArticle } from '#src/domain/articles/publish.ts';
import { renderAgain } from '#src/domain/articles/renderAgain.ts';
import { findReadableArticle, getArticle } from '#src/domain/articles/read.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { eachEngine, visitor } from '../helpers.ts';

test.each([
  ['How do I reset my password?', 'how-do-i-reset-my-password'],
  ['Perché l’ordine è bloccato', 'perche-l-ordine-e-bloccato'],
  ['日本語 テスト', '日本語-テスト'],
  ['???', 'article'],
  ['../../etc/passwd', 'etc-passwd'],
  ['x'.repeat(200), 'x'.repeat(80)],
])('%s as an address', (title, slug) => expect(slugOf(title)).toBe(slug));

eachEngine((get) => {
  let names = 0;
  const category = (ctx: Context, locale: 'en' | 'it' = 'en') =>
    createCategory(ctx, { locale, title: `Category ${(names += 1)}` });
  const fieldsOf = async (ctx: Context, more: Partial<ArticleInput> = {}): Promise<ArticleInput> => ({
    title: `Title ${(names += 1)}`,
    source: '# Hello\n\nSome *text*.',
    categoryId: (await category(ctx)).id,
    ...more,
  });
  const contentVersion = async (ctx: Context) => {
    const rows = await ctx.db.read.select().from(ctx.db.read.tables.counters);
    return rows.find((row) => row.name === 'content')?.value ?? 0;
  };
  const waitingPushes = async (ctx: Context) => {
    const rows = await ctx.db.read.select().from(ctx.db.read.tables.jobs);
    return rows.filter((row) => row.kind === 'articles.push').map((row) => row.payload.article);
  };
  const codeOf = async (work: Promise<unknown>) => {
    const error = await work.catch((e: unknown) => e);
    return isDomainError(error) ? { code: error.code, ...error.details } : error;
  };

  test('articles of one title, made at the same moment, get an address each', async () => {
    const ctx = get();
    const fields = await fieldsOf(ctx, { title: 'The same question' });
    const made = await Promise.all([1, 2, 3, 4].map(() => createArticle(ctx, { locale: 'en', fields })));
    expect(made.map(({ slug }) => slug).sort()).toEqual([
      'the-same-question',
      'the-same-question-2',
      'the-same-question-3',
      'the-same-question-4',
    ]);
  });

  test('a draft is rendered, waits in the desk, and is on the site once published', async () => {
    const ctx = get();
    const draft = await createArticle(ctx, { locale: 'en', fields: await fieldsOf(ctx) });
    expect(draft).toMatchObject({ state: 'draft', revision: 1, publishedAt: null });
    expect(draft.html).toContain('<em>text</em>');
    expect(await findReadableArticle(get(visitor), draft.id)).toBeNull();
    expect(await waitingPushes(ctx)).not.toContain(draft.id);

    const before = await contentVersion(ctx);
    const published = await publishArticle(ctx, { id: draft.id, baseRevision: 1 });
    expect(published).toMatchObject({ state: 'published', revision: 2 });
    expect(published.publishedAt).toEqual(ctx.now);
    expect(await contentVersion(ctx)).toBe(before + 1);
    expect(await waitingPushes(ctx)).toContain(draft.id);
    expect((await findReadableArticle(get(visitor), draft.id))?.title).toBe(draft.title);
  });

  test('unpublished and archived articles are absent for readers and kept for agents', async () => {
    const ctx = get();
    const { id } = await createArticle(ctx, {
      locale: 'en',
      fields: await fieldsOf(ctx),
      state: 'published',
    });
    await unpublishArticle(ctx, id);
    expect(await findReadableArticle(get(visitor), id)).toBeNull();
    expect((await publishArticle(ctx, { id })).publishedAt).not.toBeNull();
    await archiveArticle(ctx, id);
    expect(await findReadableArticle(get(visitor), id)).toBeNull();
    expect((await getArticle(ctx, id)).state).toBe('archived');
    expect(await codeOf(getArticle(get(visitor), id))).toMatchObject({ code: 'sign_in_required' });
  });

  test('two authors: the second save is refused, and nothing of either is lost', async () => {
    const ctx = get();
    const fields = await fieldsOf(ctx);
    const { id } = await createArticle(ctx, { locale: 'en', fields });
    await saveArticle(ctx, { id, baseRevision: 1, fields: { ...fields, source: 'Mine' } });
    const theirs = saveArticle(ctx, { id, baseRevision: 1, fields: { ...fields, source: 'Theirs' } });
    expect(await codeOf(theirs)).toMatchObject({ code: 'conflict', article: id, revision: 2 });
    expect((await getArticle(ctx, id)).source).toBe('Mine');
  });

  test('of many saves from one revision exactly one wins', async () => {
    const ctx = get();
    const fields = await fieldsOf(ctx);
    const { id } = await createArticle(ctx, { locale: 'en', fields });
    const saves = Array.from({ length: 8 }, (_, n) =>
      saveArticle(ctx, { id, baseRevision: 1, fields: { ...fields, source: `Version ${n}` } }),
    );
    const settled = await Promise.allSettled(saves);
    expect(settled.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect((await getArticle(ctx, id)).revision).toBe(2);
  });

  test('saving what is there already makes no revision', async () => {
    const ctx = get();
    const fields = await fieldsOf(ctx, { tags: ['a', 'b'], reviewBy: new Date('2030-01-01') });
    const { id } = await createArticle(ctx, { locale: 'en', fields });
    expect((await saveArticle(ctx, { id, baseRevision: 1, fields })).revision).toBe(1);
    expect((await saveArticle(ctx, { id, fields: { ...fields, tags: ['b'] } })).revision).toBe(2);
  });

  test('titles may repeat, addresses may not', async () => {
    const ctx = get();
    const fields = await fieldsOf(ctx, { title: 'Same name' });
    const first = await createArticle(ctx, { locale: 'en', fields });
    const second = await createArticle(ctx, { locale: 'en', fields });
    expect([first.slug, second.slug]).toEqual(['same-name', 'same-name-2']);
    expect(first.key).not.toBe(second.key);
    const taken = saveArticle(ctx, { id: second.id, fields: { ...fields, slug: 'same-name' } });
    expect(await codeOf(taken)).toMatchObject({ code: 'invalid', fields: { slug: 'taken' } });
  });

  test('bad input is refused field by field, by the domain itself', async () => {
    const ctx = get();
    const fields = await fieldsOf(ctx);
    const italian = await category(ctx, 'it');
    const bad = (more: object) =>
      codeOf(createArticle(ctx, { locale: 'en', fields: { ...fields, ...more } }));
    expect(await bad({ title: '  ' })).toMatchObject({ fields: { title: 'required' } });
    expect(await bad({ title: 'x'.repeat(201) })).toMatchObject({ fields: { title: 'too_long' } });
    expect(await bad({ source: 'a\0b' })).toMatchObject({ fields: { source: 'bad_character' } });
    expect(await bad({ categoryId: italian.id })).toMatchObject({ fields: { categoryId: 'invalid' } });
    expect(await bad({ categoryId: 1e9 })).toMatchObject({ fields: { categoryId: 'invalid' } });
    expect(await bad({ audience: 'everyone' })).toMatchObject({ fields: { audience: 'invalid' } });
  });

  test('visitors write nothing', async () => {
    const ctx = get();
    const fields = await fieldsOf(ctx);
    const { id } = await createArticle(ctx, { locale: 'en', fields });
    const stranger = get(visitor);
    for (const work of [
      () => createArticle(stranger, { locale: 'en', fields }),
      () => saveArticle(stranger, { id, fields }),
      () => publishArticle(stranger, { id }),
      () => archiveArticle(stranger, id),
      () => createCategory(stranger, { locale: 'en', title: 'Mine' }),
    ])
      expect(await codeOf(work())).toMatchObject({ code: 'sign_in_required' });
  });

  test('what an older renderer made is rendered again, and nothing else of it changes', async () => {
    const ctx = get();
    const made = await createArticle(ctx, { locale: 'en', fields: await fieldsOf(ctx) });
    await ctx.db.write(async (tx) => {
      const { articles } = tx.tables;
      await tx.update(articles).set({ html: 'old', renderVersion: 0 }).where(eq(articles.id, made.id));
    });
    expect(await renderAgain(get(undefined, new Date(ctx.now.getTime() + 60_000)))).toBe(1);
    expect(await getArticle(ctx, made.id)).toEqual(made);
    expect(await renderAgain(ctx)).toBe(0);
  });

  test('a category goes only when it is empty', async () => {
    const ctx = get();
    const fields = await fieldsOf(ctx);
    await createArticle(ctx, { locale: 'en', fields });
    expect(await codeOf(deleteCategory(ctx, fields.categoryId as number))).toMatchObject({
      code: 'conflict',
    });
    await deleteCategory(ctx, (await category(ctx)).id);
  });
});
