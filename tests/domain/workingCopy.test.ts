import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { isDomainError } from '#src/errors.ts';
import type { Article, ArticleInput } from '#src/domain/articles/article.ts';
import { articleView } from '#src/domain/articles/articleView.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { pullContent } from '#src/domain/articles/content/pull.ts';
import { pushArticle } from '#src/domain/articles/content/push.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { getHead } from '#src/domain/articles/head.ts';
import { articleList, listQuery } from '#src/domain/articles/list.ts';
import { publishArticle, unpublishArticle } from '#src/domain/articles/publish.ts';
import { renameSlug } from '#src/domain/articles/renameSlug.ts';
import { listRevisions, revertArticle } from '#src/domain/articles/revisions.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { discardCopy } from '#src/domain/articles/saveCopy.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { readCounter } from '#src/jobs/queue.ts';
import { eachEngine, visitor } from '../helpers.ts';

eachEngine((get) => {
  let names = 0;
  const publish = async (ctx: Context, more: Partial<ArticleInput> = {}): Promise<Article> => {
    const category = await createCategory(ctx, { locale: 'en', title: `Shelf ${(names += 1)}` });
    const fields = { title: `Door ${names}`, source: 'Open it.\n', categoryId: category.id, ...more };
    return createArticle(ctx, { locale: 'en', fields, state: 'published' });
  };
  const edit = async (ctx: Context, id: number, change: Partial<ArticleInput>, baseRevision?: number) => {
    const { head } = await getHead(ctx, id);
    return saveArticle(ctx, { id, baseRevision, fields: { ...fieldsOf(head), ...change } });
  };
  const read = async (slug: string) => {
    const page = await articleView(get(visitor), slug);
    return page.kind === 'article' ? page.article : page;
  };
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (isDomainError(error) ? error.code : error),
    );
  const waitingPushes = async (ctx: Context, id: number) => {
    const jobs = await ctx.db.read.select().from(ctx.db.read.tables.jobs);
    return jobs.filter((job) => job.kind === 'articles.push' && job.payload.article === id).length;
  };

  test('readers keep the published text, address and audience until the changes are published', async () => {
    const ctx = get();
    const made = await publish(ctx);
    const version = await readCounter(ctx.db.read, 'content');
    const pushes = await waitingPushes(ctx, made.id);
    const saved = await edit(ctx, made.id, {
      ...{ source: 'Push it.\n', title: 'Gate', slug: 'gate', audience: 'agents', tags: ['new'] },
      reviewBy: new Date('2031-01-01T00:00:00Z'),
    });
    expect(saved).toMatchObject({ source: 'Push it.\n', revision: 2, state: 'published' });
    expect(await read(made.slug)).toMatchObject({ title: made.title, html: made.html, tags: [] });
    expect(await codeOf(articleView(get(visitor), 'gate'))).toBe('not_found');
    expect(await readCounter(ctx.db.read, 'content')).toBe(version);
    expect(await waitingPushes(ctx, made.id)).toBe(pushes);
    const { head, published, copy, isBehind } = await getHead(ctx, made.id);
    expect(head).toMatchObject({ title: 'Gate', slug: 'gate', reviewBy: new Date('2031-01-01T00:00:00Z') });
    expect(published).toEqual(made);
    expect(copy).toMatchObject({ revision: 2, baseRevision: 1 });
    expect(isBehind).toBe(false);

    const out = await publishArticle(ctx, { id: made.id, baseRevision: 2 });
    expect(out).toMatchObject({ title: 'Gate', slug: 'gate', audience: 'agents', revision: 3 });
    expect(out.html).toContain('Push it');
    expect(await readCounter(ctx.db.read, 'content')).toBe(version + 1);
    expect((await getHead(ctx, made.id)).copy).toBeNull();
    const { revisions } = await listRevisions(ctx, made.id);
    expect(revisions.map(({ reason }) => reason)).toEqual(['published', 'edited', 'created']);
  });

  test('the list says which articles have changes that wait', async () => {
    const ctx = get();
    const made = await publish(ctx);
    const other = await publish(ctx);
    await edit(ctx, made.id, { source: 'Pull.\n' });
    const { rows } = await articleList(ctx, listQuery.parse({ show: 'changed' }));
    const ids = rows.map(({ id }) => id);
    expect([ids.includes(made.id), ids.includes(other.id)]).toEqual([true, false]);
    expect(rows.find(({ id }) => id === made.id)?.copyAt).toEqual(ctx.now);
  });

  test('changes are discarded, and end by themselves when the text is the published one again', async () => {
    const ctx = get();
    const made = await publish(ctx);
    await edit(ctx, made.id, { source: 'Pull.\n' });
    expect(await codeOf(discardCopy(ctx, { id: made.id, baseRevision: 1 }))).toBe('conflict');
    expect(await codeOf(discardCopy(get(visitor), { id: made.id }))).toBe('sign_in_required');
    await discardCopy(ctx, { id: made.id, baseRevision: 2 });
    expect(await getHead(ctx, made.id)).toMatchObject({ copy: null, head: { source: 'Open it.\n' } });
    // The revision stays, and its number is not given twice.
    expect((await edit(ctx, made.id, { source: 'Push.\n' })).revision).toBe(3);
    expect((await revertArticle(ctx, { id: made.id, to: 1, baseRevision: 3 })).revision).toBe(1);
    expect((await getHead(ctx, made.id)).copy).toBeNull();
  });

  test('two authors of one working copy: the second save is refused', async () => {
    const ctx = get();
    const { id } = await publish(ctx);
    const saves = ['a', 'b', 'c', 'd'].map((source) => codeOf(edit(ctx, id, { source }, 1)));
    expect((await Promise.all(saves)).toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'done']);
    expect(await codeOf(publishArticle(ctx, { id, baseRevision: 1 }))).toBe('conflict');
  });

  test('what is changed live is taken over where the copy had left it alone', async () => {
    const ctx = get();
    const made = await publish(ctx);
    await edit(ctx, made.id, { source: 'Pull.\n' });
    await renameSlug(ctx, made.id, `other-${made.slug}`);
    const { head, isBehind } = await getHead(ctx, made.id);
    expect(head).toMatchObject({ source: 'Pull.\n', slug: `other-${made.slug}` });
    expect(isBehind).toBe(false);
    await publishArticle(ctx, { id: made.id });
    expect(await read(`other-${made.slug}`)).toMatchObject({ slug: `other-${made.slug}` });
  });

  test('the file is the published text; one that came in beside a copy is looked at before the copy goes out', async () => {
    const ctx = get();
    const root = ctx.config.contentDir;
    await mkdir(join(root, 'en/files'), { recursive: true });
    const path = `en/files/door-${ctx.db.read.engine}.md`;
    const put = (text: string) => writeFile(join(root, path), text);
    await put('# Door\n\nOpen.\n');
    await pullContent(ctx);
    const find = async () => {
      const { rows } = await articleList(ctx, listQuery.parse({ q: 'Door', category: 'files' }));
      return rows[0]!.id;
    };
    const id = await find();
    await edit(ctx, id, { source: '# Door\n\nOpen gently.\n' });
    expect(await pushArticle(ctx, id)).toMatchObject({ outcome: 'same' });
    await pullContent(ctx);
    expect(await readFile(join(root, path), 'utf8')).toBe('# Door\n\nOpen.\n');

    await put('# Door\n\nOpen fast.\n');
    expect(await pullContent(ctx)).toMatchObject({ updated: 1, conflicts: [] });
    const { head, published, isBehind } = await getHead(ctx, id);
    expect([head.source, published.source]).toEqual(['# Door\n\nOpen gently.\n', '# Door\n\nOpen fast.\n']);
    expect(isBehind).toBe(true);
    expect(await codeOf(publishArticle(ctx, { id }))).toBe('conflict');
    expect(await codeOf(edit(ctx, id, { source: 'Blind' }, 2))).toBe('conflict');

    await edit(ctx, id, { source: '# Door\n\nOpen gently, but fast.\n' }, head.revision);
    expect((await getHead(ctx, id)).isBehind).toBe(false);
    await publishArticle(ctx, { id });
    expect(await pushArticle(ctx, id)).toMatchObject({ outcome: 'written' });
    expect(await readFile(join(root, path), 'utf8')).toBe('# Door\n\nOpen gently, but fast.\n');
  });

  test('the gate stands at publishing, not at saving', async () => {
    const ctx = get();
    const made = await publish(ctx);
    const gate = { ticket: 1, names: ['Giulia Conti'], emails: [], kept: [] };
    const fields = { ...fieldsOf(made), source: 'As Giulia Conti said.\n' };
    await saveArticle(ctx, { id: made.id, fields, gate });
    expect(await codeOf(publishArticle(ctx, { id: made.id }))).toBe('personal_data');
    expect(await read(made.slug)).toMatchObject({ html: made.html });
    expect((await getHead(ctx, made.id)).copy).not.toBeNull();
    await edit(ctx, made.id, { source: 'As somebody said.\n' });
    await publishArticle(ctx, { id: made.id });
  });

  test('off the site the changes still wait, and come out when it is published again', async () => {
    const ctx = get();
    const made = await publish(ctx);
    await edit(ctx, made.id, { source: 'Pull.\n' });
    await unpublishArticle(ctx, made.id);
    await edit(ctx, made.id, { source: 'Pull hard.\n' });
    expect((await getHead(ctx, made.id)).published).toMatchObject({ state: 'draft', source: 'Open it.\n' });
    expect(await publishArticle(ctx, { id: made.id })).toMatchObject({ source: 'Pull hard.\n' });
  });
});
