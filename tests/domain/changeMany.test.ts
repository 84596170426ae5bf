import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { isDomainError } from '#src/errors.ts';
import type { Article, ArticleInput } from '#src/domain/articles/article.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { changeMany, type ManyInput } from '#src/domain/articles/changeMany.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { getHead } from '#src/domain/articles/head.ts';
import { articleList, listQuery } from '#src/domain/articles/list.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { eachEngine, visitor } from '../helpers.ts';

eachEngine((get) => {
  let names = 0;
  const shelf = (ctx: Context, locale: 'en' | 'it' = 'en') =>
    createCategory(ctx, { locale, title: `Shelf ${(names += 1)}` });
  const publish = async (ctx: Context, more: Partial<ArticleInput> = {}): Promise<Article> => {
    const { id: categoryId } = await shelf(ctx);
    const fields = { title: `Gate ${names}`, source: 'Open it.\n', categoryId, ...more };
    return createArticle(ctx, { locale: 'en', fields, state: 'published' });
  };
  const wait = async (ctx: Context, id: number, change: Partial<ArticleInput>) => {
    const { head } = await getHead(ctx, id);
    return saveArticle(ctx, { id, fields: { ...fieldsOf(head), ...change } });
  };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (isDomainError(error) ? (error.details.fields ?? error.code) : error),
    );

  test('moves what speaks the language of the category, and says why the others stayed', async () => {
    const ctx = get();
    const articles = [await publish(ctx), await publish(ctx)];
    const { id: category } = await shelf(ctx);
    const italian = await shelf(ctx, 'it');
    const porta = await createArticle(ctx, {
      locale: 'it',
      fields: { title: 'Porta', source: 'Apri.\n', categoryId: italian.id },
    });
    const all = [...articles, porta, { id: 999_999 }, articles[0]!].map(({ id }) => ({ id }));
    const result = await changeMany(ctx, { articles: all, what: 'category', category });
    expect(result).toEqual({
      changed: 2,
      unchanged: 0,
      failed: [
        { id: porta.id, reason: 'other_language' },
        { id: 999_999, reason: 'not_found' },
      ],
    });
    for (const { id } of articles) expect((await getArticle(ctx, id)).categoryId).toBe(category);
    expect((await getArticle(ctx, porta.id)).categoryId).toBe(italian.id);
    const again = await changeMany(ctx, { articles: all.slice(0, 2), what: 'category', category });
    expect(again).toEqual({ changed: 0, unchanged: 2, failed: [] });
  });

  test('an article that was saved since it was seen stays as it is, and the list tells the revision to name', async () => {
    const ctx = get();
    const made = await publish(ctx);
    await wait(ctx, made.id, { source: 'Push it.\n' });
    const seen = (revision: number): ManyInput => ({
      articles: [{ id: made.id, revision }],
      what: 'archive',
    });
    expect(await changeMany(ctx, seen(made.revision))).toEqual({
      changed: 0,
      unchanged: 0,
      failed: [{ id: made.id, reason: 'conflict' }],
    });
    const { rows } = await articleList(ctx, listQuery.parse({ q: made.title }));
    const row = rows.find(({ id }) => id === made.id)!;
    expect(row.revision).toBe(made.revision + 1);
    expect(await changeMany(ctx, seen(row.revision))).toMatchObject({ changed: 1 });
    expect(await getArticle(ctx, made.id)).toMatchObject({ state: 'archived', source: 'Open it.\n' });
  });

  test('what waits changes with it, keeps its own words, and publishing it does not undo the change', async () => {
    const ctx = get();
    const made = await publish(ctx, { tags: ['old'] });
    await wait(ctx, made.id, { source: 'Push it.\n', audience: 'customers', tags: ['old', 'mine'] });
    const articles = [{ id: made.id }];
    const reviewBy = new Date('2031-01-01T00:00:00Z');
    await changeMany(ctx, { articles, what: 'audience', audience: 'agents' });
    await changeMany(ctx, { articles, what: 'reviewBy', reviewBy });
    await changeMany(ctx, { articles, what: 'addTag', tag: 'New' });
    expect(await changeMany(ctx, { articles, what: 'addTag', tag: 'new' })).toMatchObject({ unchanged: 1 });
    await changeMany(ctx, { articles, what: 'removeTag', tag: 'OLD' });
    const { published, head, isBehind } = await getHead(ctx, made.id);
    const facts = { audience: 'agents', reviewBy };
    expect(published).toMatchObject({ ...facts, tags: ['New'], source: 'Open it.\n' });
    expect(head).toMatchObject({ ...facts, tags: ['mine', 'New'], source: 'Push it.\n' });
    expect(isBehind).toBe(false);
    const out = await publishArticle(ctx, { id: made.id });
    expect(out).toMatchObject({ ...facts, tags: ['mine', 'New'], source: 'Push it.\n' });
  });

  test('nothing that waits is left when all it wanted has come', async () => {
    const ctx = get();
    const made = await publish(ctx);
    await wait(ctx, made.id, { audience: 'agents' });
    await changeMany(ctx, { articles: [{ id: made.id }], what: 'audience', audience: 'agents' });
    expect((await getHead(ctx, made.id)).copy).toBeNull();
  });

  test('an article with all the tags it can have says so', async () => {
    const ctx = get();
    const { id } = await publish(ctx, { tags: Array.from({ length: 20 }, (_, i) => `tag ${i}`) });
    const { failed } = await changeMany(ctx, { articles: [{ id }], what: 'addTag', tag: 'more' });
    expect(failed).toEqual([{ id, reason: 'too_many_tags' }]);
  });

  test('nothing is begun that can come to nothing', async () => {
    const ctx = get();
    const articles = [{ id: (await publish(ctx)).id }];
    const tried = (input: unknown) => refusal(changeMany(ctx, input as ManyInput));
    expect(await tried({ articles: [], what: 'archive' })).toEqual({ articles: 'nothing_checked' });
    const many = Array.from({ length: 101 }, (_, i) => ({ id: i + 1 }));
    expect(await tried({ articles: many, what: 'archive' })).toEqual({ articles: 'too_many' });
    expect(await tried({ articles, what: 'delete' })).toEqual({ what: 'bad_choice' });
    expect(await tried({ articles, what: 'category', category: null })).toEqual({ category: 'bad_choice' });
    expect(await tried({ articles, what: 'category', category: 999_999 })).toEqual({
      category: 'bad_choice',
    });
    expect(await tried({ articles, what: 'owner', owner: 999_999 })).toEqual({ owner: 'bad_choice' });
    expect(await tried({ articles, what: 'addTag', tag: 'a, b' })).toEqual({ tag: 'bad_character' });
    expect(await refusal(changeMany(get(visitor), { articles, what: 'archive' }))).toBe('sign_in_required');
    expect(await getArticle(ctx, articles[0]!.id)).toMatchObject({ state: 'published', tags: [] });
  });
});
