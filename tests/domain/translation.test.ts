import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { isDomainError } from '#src/errors.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { editorView, newArticleView } from '#src/domain/articles/editorView.ts';
import { articleList, listQuery } from '#src/domain/articles/list.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { markReviewed } from '#src/domain/articles/reviewed.ts';
import { translationsBehind } from '#src/domain/articles/translation/debt.ts';
import { noteTranslated } from '#src/domain/articles/translation/settle.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { writeArticle } from '#src/domain/articles/write.ts';
import { eachEngine, visitor } from '../helpers.ts';

let names = 0;

eachEngine((get) => {
  const at = (day: number): Context => get(undefined, new Date(Date.UTC(2026, 5, day)));
  const shelf = async (locale: 'en' | 'it') =>
    (await createCategory(get(), { locale, title: `Shelf ${(names += 1)}` })).id;
  const english = async (source: string) =>
    createArticle(at(1), {
      ...{ locale: 'en', state: 'published' },
      fields: { title: `Door ${(names += 1)}`, source, categoryId: await shelf('en') },
    });
  const italian = async (key: string, day: number) =>
    createArticle(at(day), {
      ...{ locale: 'it', state: 'published', key },
      fields: { title: `Porta ${(names += 1)}`, source: 'Apri.\n', categoryId: await shelf('it') },
    });
  const change = async (id: number, day: number, source: string) => {
    const fields = { ...fieldsOf(await getArticle(get(), id)), source };
    return publishArticle(at(day), { id, fields });
  };

  test('a translation falls behind when the words of its original change, and only then', async () => {
    const en = await english('Open.\n\nClose.\n');
    const it = await italian(en.key, 2);
    expect(await translationsBehind(get())).not.toContain(it.id);
    await publishArticle(at(3), { id: en.id, fields: { ...fieldsOf(en), tags: ['door'] } });
    expect(await translationsBehind(get())).not.toContain(it.id);
    await change(en.id, 4, 'Open.\n\nLock.\n');
    expect(await translationsBehind(get())).toContain(it.id);
    expect(await translationsBehind(get())).not.toContain(en.id);
    const { rows } = await articleList(get(), listQuery.parse({ show: 'behind' }));
    expect(rows.find(({ id }) => id === it.id)).toMatchObject({ isBehind: true });

    const { original } = await editorView(get(), it.id);
    expect(original).toMatchObject({ id: en.id, locale: 'en', said: 1, revision: 3, isBehind: true });
    const changed = original!.rows.flatMap((row) => (row.kind === 'changed' ? [row] : []));
    expect(changed.map(({ before, after }) => [before?.number, after?.number])).toEqual([
      [3, undefined],
      [undefined, 3],
    ]);
    expect((await editorView(get(), en.id)).original).toBeNull();
  });

  test('it is up to date again when it was translated, or somebody says that it is right', async () => {
    const en = await english('Open.\n');
    const it = await italian(en.key, 2);
    await change(en.id, 3, 'Push.\n');
    const fields = { ...fieldsOf(it), source: 'Spingi.\n' };
    // Work on the text alone does not say that it is translated.
    await writeArticle(at(1), { id: it.id, locale: 'it', fields: { ...fields, tags: ['x'] }, publish: true });
    expect(await translationsBehind(get())).toContain(it.id);
    const translated = { sourceId: en.id, revision: 2 };
    await writeArticle(at(4), { id: it.id, locale: 'it', fields, translated, publish: true });
    expect(await translationsBehind(get())).not.toContain(it.id);
    await change(en.id, 5, 'Pull.\n');
    expect(await translationsBehind(get())).toContain(it.id);
    await noteTranslated(at(6), it.id, { sourceId: en.id, revision: 3 });
    expect(await translationsBehind(get())).not.toContain(it.id);
  });

  test('the original may be in another language than the portal’s', async () => {
    const it = await italian(`own-${(names += 1)}`, 1);
    const view = await newArticleView(get(), { locale: 'en', translationOf: it.id });
    expect(view.original).toMatchObject({ id: it.id, locale: 'it', isBehind: false });
    const fields = { title: `Gate ${(names += 1)}`, source: 'Open.\n', categoryId: await shelf('en') };
    const translated = { sourceId: it.id, revision: 1 };
    const made = await writeArticle(at(2), {
      ...{ locale: 'en', translationOf: it.id, fields, translated, publish: true },
    });
    expect(made.key).toBe(it.key);
    await change(it.id, 3, 'Chiudi.\n');
    expect(await translationsBehind(get())).toContain(made.id);
    expect((await editorView(get(), it.id)).original).toBeNull();
  });

  test('only a text of the same article is its original, and only agents say so', async () => {
    const [en, other] = [await english('Open.\n'), await english('Close.\n')];
    const it = await italian(en.key, 2);
    const codeOf = (ctx: Context, sourceId: number, revision: number) =>
      noteTranslated(ctx, it.id, { sourceId, revision }).catch((e: unknown) => isDomainError(e) && e.code);
    expect(await codeOf(get(), other.id, 1)).toBe('not_found');
    expect(await codeOf(get(), en.id, 99)).toBe('not_found');
    expect(await codeOf(get(visitor), en.id, 1)).toBe('sign_in_required');
  });

  test('what was looked at comes up again in half a year, on the site as it was', async () => {
    const en = await english('Open.\n');
    await publishArticle(at(2), { id: en.id, fields: { ...fieldsOf(en), reviewBy: new Date('2026-06-10') } });
    const stale = async (ctx: Context) =>
      (await articleList(ctx, listQuery.parse({ show: 'stale' }))).rows.some(({ id }) => id === en.id);
    expect([await stale(at(9)), await stale(at(10))]).toEqual([false, true]);
    await markReviewed(at(12), en.id);
    expect(await stale(at(12))).toBe(false);
    expect(await getArticle(get(), en.id)).toMatchObject({
      state: 'published',
      html: en.html,
      reviewBy: new Date('2026-12-11T00:00:00Z'),
    });
  });
});
