import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  audiences,
  narrower,
  type Article,
  type ArticleInput,
  type Audience,
} from '#src/domain/articles/article.ts';
import { articleView } from '#src/domain/articles/articleView.ts';
import { createCategory, limitCategory, updateCategory } from '#src/domain/articles/categories.ts';
import { categoryView } from '#src/domain/articles/categoryView.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { editorView } from '#src/domain/articles/editorView.ts';
import { faqView } from '#src/domain/articles/faq.ts';
import { getHead } from '#src/domain/articles/head.ts';
import { homeView } from '#src/domain/articles/home.ts';
import { articleList, listQuery } from '#src/domain/articles/list.ts';
import { openAsset } from '#src/domain/articles/openAsset.ts';
import { latestArticles, publicPages } from '#src/domain/articles/publicList.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { findReadableArticle, getArticle } from '#src/domain/articles/read.ts';
import { renameSlug } from '#src/domain/articles/renameSlug.ts';
import { diffRevisions, listRevisions, revertArticle } from '#src/domain/articles/revisions.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { saveAsset } from '#src/domain/articles/saveAsset.ts';
import { vote } from '#src/domain/articles/vote.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { completeQuestion, searchArticles } from '#src/domain/search/searchArticles.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import type { Actor, Context } from '#src/context.ts';
import { isDomainError } from '#src/errors.ts';
import { paths } from '#src/paths.ts';
import { eachEngine, visitor } from '../helpers.ts';

const agent: Actor = { kind: 'agent', id: 1, name: 'Ada', role: 'agent', tier: 1 };
const admin: Actor = { ...agent, role: 'admin' };
const inItalian = (ctx: Context): Context => ({ ...ctx, locale: 'it' });
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.catch((e: unknown) => e);
  return isDomainError(error) ? error.code : error;
};
/** A picture of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

eachEngine((get) => {
  let names = 0;
  const category = (ctx: Context, locale: 'en' | 'it' = 'en', key = `cat-${(names += 1)}`) =>
    createCategory(ctx, { locale, title: `${key} ${locale}`, key });
  const publish = async (
    ctx: Context,
    more: Partial<ArticleInput> & { locale?: 'en' | 'it'; key?: string } = {},
  ) => {
    const { locale = 'en', key, ...fields } = more;
    const categoryId = fields.categoryId ?? (await category(ctx, locale)).id;
    const title = `Title ${(names += 1)}`;
    return createArticle(ctx, {
      ...{ locale, key, state: 'published' },
      fields: { title, source: '## One\n\nSome *text*.', ...fields, categoryId },
    });
  };
  /** A visitor who holds the key of a ticket, or says so. */
  const customer = async (ctx: Context, said?: string): Promise<Actor> => {
    const key = `key-${(names += 1)}`;
    const number = await ctx.db.write(async (tx) => {
      const t = tx.tables;
      const requester = { email: `${key}@example.org`, createdAt: ctx.now };
      const [who] = await tx.insert(t.requesters).values(requester).returning();
      const [ticket] = await tx
        .insert(t.tickets)
        .values({
          ...{ subject: 'Help', requesterId: who!.id, locale: 'en', story: [] },
          accessKeyHash: createHash('sha256').update(key).digest('hex'),
          ...{ createdAt: ctx.now, updatedAt: ctx.now, lastMessageAt: ctx.now },
        })
        .returning();
      return ticket!.id;
    });
    return { ...visitor, ticketKeys: { [number]: said ?? key } };
  };

  test('audience × reader × door: what is not theirs is absent', async () => {
    const ctx = get();
    const readers: [string, Actor, readonly Audience[]][] = [
      ['anonymous', visitor, ['public']],
      ['customer', await customer(ctx), ['public', 'customers']],
      ['customer with a wrong key', await customer(ctx, 'wrong'), ['public']],
      ['agent', agent, audiences],
    ];
    const shelf = await category(ctx);
    const asset = await saveAsset(ctx, { bytes: png, name: 'door.png' });
    expect(asset).toMatchObject({ mediaType: 'image/png', width: 1, height: 1, name: 'door.png' });
    for (const audience of audiences) {
      const source = audience === 'customers' ? `![door](${paths.asset(asset.hash, asset.name)})` : 'Text';
      const tags = [`shared-${shelf.key}`];
      const made = await publish(ctx, { categoryId: shelf.id, audience, source, tags, kind: 'faq' });
      for (const [name, actor, allowed] of readers) {
        const reader = get(actor);
        const label = `${audience} × ${name}`;
        const may = allowed.includes(audience);
        const page = await articleView(reader, made.slug).catch((e: unknown) => e);
        expect(isDomainError(page, 'not_found'), label).toBe(!may);
        expect((await findReadableArticle(reader, made.id)) !== null, label).toBe(may);
        const faq = await faqView(reader);
        const asked = faq.groups.flatMap((group) => group.entries.map((entry) => entry.id));
        expect(asked.includes(made.id), label).toBe(may);
        const said = codeOf(vote(reader, { articleId: made.id, helpful: true }));
        expect(await said, label).toBe(may ? undefined : 'not_found');
      }
    }
    for (const [name, actor, allowed] of readers) {
      const reader = get(actor);
      const page = await categoryView(reader, shelf.slug);
      expect(page.kind === 'category' && page.articles.length, name).toBe(allowed.length);
      expect(page.kind === 'category' && page.category.count, name).toBe(allowed.length);
      const first = page.kind === 'category' ? page.articles[0]!.slug : '';
      const article = await articleView(reader, first);
      expect(article.kind === 'article' && article.article.related.length, name).toBe(allowed.length - 1);
      const image = await openAsset(reader, asset.hash).catch((e: unknown) => e);
      expect(isDomainError(image, 'not_found'), name).toBe(!allowed.includes('customers'));
    }
    expect((await openAsset(get(agent), asset.hash)).isPublic).toBe(false);
  });

  test('category × audience × reader × door: a category narrows its articles, and lets go of them again', async () => {
    const ctx = get();
    const readers: [string, Actor, readonly Audience[]][] = [
      ['anonymous', visitor, ['public']],
      ['customer', await customer(ctx), ['public', 'customers']],
      ['agent', agent, audiences],
    ];
    const shelf = await category(ctx);
    const italian = await category(ctx, 'it', shelf.key);
    const word = `narrow${names}x`;
    const made: { chosen: Audience; hash: string; article: Article }[] = [];
    for (const audience of audiences) {
      const asset = await saveAsset(ctx, {
        bytes: Buffer.concat([png, Buffer.from(`${word} ${audience}`)]),
        name: 'door.png',
      });
      const source = `## ${word} ${audience} heading\n\n![door](${paths.asset(asset.hash, asset.name)})`;
      const tags = [`shared-${shelf.key}`];
      const fields = { title: `${word} ${audience}`, categoryId: shelf.id, audience, source, tags };
      made.push({
        chosen: audience,
        hash: asset.hash,
        article: await publish(ctx, { ...fields, kind: 'faq' }),
      });
    }
    for (const limit of ['customers', 'agents', 'public'] as const) {
      await limitCategory(get(admin), { key: shelf.key, audience: limit });
      for (const [name, actor, allowed] of readers) {
        const reader = get(actor);
        const sees = (audience: Audience) => allowed.includes(narrower(audience, limit));
        const seen = made.filter(({ chosen }) => sees(chosen)).map(({ article }) => article.id);
        const page = await categoryView(reader, shelf.slug).catch((e: unknown) => e);
        expect(isDomainError(page, 'not_found'), `${limit} × ${name}`).toBe(seen.length === 0);
        const ours = (list: { id: number }[]) =>
          made.map(({ article }) => article.id).filter((id) => list.some((one) => one.id === id));
        const home = await homeView(reader);
        expect(home.categories.some(({ key }) => key === shelf.key)).toBe(seen.length > 0);
        expect(ours((await faqView(reader)).groups.flatMap(({ entries }) => entries))).toEqual(seen);
        await ctx.search.freshen();
        const found = await searchArticles(reader, { query: word, isTyping: true });
        expect(ours(found.results), `${limit} × ${name}`).toEqual(seen);
        const completed = await completeQuestion(reader, { query: word });
        for (const { chosen, article, hash } of made) {
          const label = `${chosen} in ${limit} × ${name}`;
          const may = seen.includes(article.id);
          const view = await articleView(reader, article.slug).catch((e: unknown) => e);
          expect(isDomainError(view, 'not_found'), label).toBe(!may);
          expect((await findReadableArticle(reader, article.id)) !== null, label).toBe(may);
          expect(await codeOf(vote(reader, { articleId: article.id, helpful: true })), label).toBe(
            may ? undefined : 'not_found',
          );
          const image = await openAsset(reader, hash).catch((e: unknown) => e);
          expect(isDomainError(image, 'not_found'), label).toBe(!may);
          expect(
            completed.some((text) => text.includes(article.title)),
            label,
          ).toBe(may);
        }
        for (const { article } of made.filter((one) => sees(one.chosen))) {
          const view = await articleView(reader, article.slug);
          expect(view.kind === 'article' && view.article.related.length).toBe(seen.length - 1);
        }
      }
      const open = made.filter(({ chosen }) => narrower(chosen, limit) === 'public');
      const inFeed = (await latestArticles(get(visitor))).filter(({ title }) => title.startsWith(word));
      expect(inFeed.length, limit).toBe(open.length);
      const mapped = (await publicPages(get(visitor))).flatMap(({ translations }) => translations);
      const slugs = [shelf.slug, ...made.map(({ article }) => article.slug)];
      const inMap = mapped.filter(({ slug }) => slugs.includes(slug));
      expect(inMap.length, limit).toBe(open.length === 0 ? 0 : open.length + 1);
    }
    expect(await codeOf(limitCategory(get(agent), { key: shelf.key, audience: 'agents' }))).toBe(
      'not_allowed',
    );
    expect(await codeOf(limitCategory(get(admin), { key: 'nowhere', audience: 'agents' }))).toBe('not_found');
    await limitCategory(get(admin), { key: shelf.key, audience: 'agents' });
    const inItaly = await publish(ctx, { locale: 'it', categoryId: italian.id });
    expect(inItaly).toMatchObject({ audience: 'agents', ownAudience: 'public' });
  });

  test('articles are saved while their category changes its readers, and nobody waits for the other', async () => {
    const ctx = get();
    const shelf = await category(ctx);
    const articles = await Promise.all([1, 2, 3].map(() => publish(ctx, { categoryId: shelf.id })));
    for (let round = 0; round < 8; round++) {
      const audience = audiences[round % audiences.length]!;
      const saves = articles.map(async ({ id }) => {
        const fields = fieldsOf(await getArticle(ctx, id));
        return publishArticle(ctx, { id, fields: { ...fields, source: `Round ${round}.` } });
      });
      await Promise.all([...saves, limitCategory(get(admin), { key: shelf.key, audience })]);
      for (const { id } of articles) expect((await getArticle(ctx, id)).audience).toBe(audience);
    }
  });

  test('an author’s choice of readers outlives its category’s', async () => {
    const ctx = get();
    const open = await category(ctx);
    const closed = await category(ctx);
    await updateCategory(ctx, closed.id, { audience: 'agents' });
    const { id } = await publish(ctx, { categoryId: open.id, audience: 'customers' });
    const save = async (fields: Partial<ArticleInput>) => {
      await saveArticle(ctx, { id, fields: { ...fieldsOf((await getHead(ctx, id)).head), ...fields } });
      return publishArticle(ctx, { id });
    };
    const moved = await save({ categoryId: closed.id });
    expect(moved).toMatchObject({ audience: 'agents', ownAudience: 'customers' });
    expect((await editorView(ctx, id)).fields.audience).toBe('customers');
    expect(await saveArticle(ctx, { id, fields: fieldsOf(moved) })).toMatchObject({
      revision: moved.revision,
    });
    expect(await save({ title: 'Renamed' })).toMatchObject({ audience: 'agents', ownAudience: 'customers' });
    expect(await save({ audience: 'public' })).toMatchObject({ audience: 'agents', ownAudience: 'public' });
    await updateCategory(ctx, closed.id, { audience: 'customers' });
    expect(await getArticle(ctx, id)).toMatchObject({ audience: 'customers', ownAudience: 'public' });
    expect(await save({ categoryId: open.id })).toMatchObject({ audience: 'public', ownAudience: null });
    const translated = await createCategory(ctx, { locale: 'it', title: `${names} it`, key: closed.key });
    expect(translated.audience).toBe('customers');
  });

  test('images are known by their content, not by their name', async () => {
    const ctx = get();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    for (const bytes of [svg, Buffer.from('<html>'), png.subarray(0, 12), Buffer.alloc(0)])
      expect(await codeOf(saveAsset(ctx, { bytes, name: 'a.png' }))).toBe('invalid');
    const big = Buffer.concat([png, Buffer.alloc(ctx.config.uploadMaxBytes)]);
    expect(await codeOf(saveAsset(ctx, { bytes: big, name: 'a.png' }))).toBe('too_large');
    expect(await codeOf(saveAsset(get(visitor), { bytes: png, name: 'a.png' }))).toBe('sign_in_required');
    const named = await saveAsset(ctx, {
      bytes: Buffer.concat([png, Buffer.from([1])]),
      name: '../../x "y.svg',
    });
    expect(named.name).toBe('x-y.png');
    expect(await codeOf(openAsset(get(visitor), named.hash))).toBe('not_found');
    expect(await codeOf(openAsset(ctx, '../../etc/passwd'))).toBe('not_found');
  });

  test('old addresses lead to the article for ever, through any number of changes', async () => {
    const ctx = get();
    const made = await publish(ctx, { title: `First name ${(names += 1)}` });
    await renameSlug(ctx, made.id, `second-${made.id}`);
    await renameSlug(ctx, made.id, `third-${made.id}`);
    const third = { kind: 'redirect', slug: `third-${made.id}` };
    expect(await articleView(get(visitor), made.slug)).toEqual(third);
    expect(await articleView(get(visitor), `second-${made.id}`)).toEqual(third);
    const other = await publish(ctx, { title: made.title });
    expect(other.slug).not.toBe(made.slug);
    await renameSlug(ctx, made.id, made.slug);
    expect((await articleView(get(visitor), made.slug)).kind).toBe('article');
    expect(await articleView(get(visitor), `third-${made.id}`)).toEqual({
      kind: 'redirect',
      slug: made.slug,
    });
  });

  test('a translation is found by either address; a missing one shows what there is', async () => {
    const ctx = get();
    const en = await category(ctx, 'en', `both-${(names += 1)}`);
    const it = await category(ctx, 'it', en.key);
    const english = await publish(ctx, { categoryId: en.id, title: `Open the door ${names}` });
    const italian = await publish(ctx, {
      ...{ locale: 'it', categoryId: it.id, key: english.key, title: `Aprire la porta ${names}` },
    });
    const alone = await publish(ctx, { categoryId: en.id, title: `Only in English ${names}` });

    expect(await articleView(inItalian(get(visitor)), english.slug)).toEqual({
      kind: 'redirect',
      slug: italian.slug,
    });
    const page = await articleView(inItalian(get(visitor)), italian.slug);
    expect(page).toMatchObject({ article: { locale: 'it', isFallback: false } });
    expect(page.kind === 'article' && page.article.alternates.map((one) => one.locale)).toEqual(['en', 'it']);
    const fallback = await articleView(inItalian(get(visitor)), alone.slug);
    expect(fallback).toMatchObject({ article: { locale: 'en', isFallback: true, title: alone.title } });

    const shelf = await categoryView(inItalian(get(visitor)), it.slug);
    const titles = shelf.kind === 'category' ? shelf.articles.map((one) => one.title) : [];
    expect(titles.toSorted()).toEqual([italian.title, alone.title].toSorted());
    expect(shelf).toMatchObject({ category: { count: 2, title: it.title } });
    if (en.slug !== it.slug)
      expect(await categoryView(inItalian(get(visitor)), en.slug)).toEqual({
        kind: 'redirect',
        slug: it.slug,
      });
    const again = createArticle(ctx, {
      ...{ locale: 'it', key: english.key },
      fields: { title: 'Again', source: '', categoryId: it.id },
    });
    expect(await codeOf(again)).toBe('conflict');
  });

  test('home shows what most visits read, in the reader’s language, and fills up with what there is', async () => {
    const ctx = get();
    const en = await category(ctx, 'en', `home-${(names += 1)}`);
    const it = await category(ctx, 'it', en.key);
    const read = await publish(ctx, { categoryId: en.id, title: `Read by many ${names}` });
    const italian = await publish(ctx, {
      locale: 'it',
      categoryId: it.id,
      key: read.key,
      title: `Letto ${names}`,
    });
    const hidden = await publish(ctx, { categoryId: en.id, audience: 'agents' });
    for (let n = 0; n < 5; n += 1) {
      await recordEvent(get(visitor), { kind: 'article_read', articleId: read.id });
      await recordEvent(get(visitor), { kind: 'article_read', articleId: hidden.id });
    }
    const home = await homeView(get(visitor));
    expect(home.mostRead[0]).toMatchObject({ id: read.id });
    expect(home.mostRead.map((one) => one.id)).not.toContain(hidden.id);
    expect(new Set(home.mostRead.map((one) => one.id)).size).toBe(home.mostRead.length);
    expect((await homeView(inItalian(get(visitor)))).mostRead[0]).toMatchObject({
      id: italian.id,
      locale: 'it',
    });
    const later = new Date(Date.now() + 31 * 86_400_000);
    expect((await homeView(get(visitor, later))).mostRead.length).toBeGreaterThan(0);
  });

  test('a visit has one vote an article and may change it; without a visit every vote counts', async () => {
    const ctx = get();
    const { id } = await publish(ctx);
    const started = await recordEvent(get(visitor), { kind: 'article_read', articleId: id });
    const visitId = started!.visitId;
    await vote(get(visitor), { articleId: id, helpful: true }, visitId);
    await vote(get(visitor), { articleId: id, helpful: false, comment: 'The third step' }, visitId);
    await vote(get(visitor), { articleId: id, helpful: false }, visitId);
    await vote(get(visitor), { articleId: id, helpful: true });
    await vote(get(visitor), { articleId: id, helpful: true });
    const rows = await ctx.db.read.select().from(ctx.db.read.tables.articleVotes);
    const mine = rows.filter((row) => row.articleId === id);
    expect(mine.map((row) => [row.visitId === visitId, row.helpful, row.comment]).toSorted()).toEqual([
      [false, true, ''],
      [false, true, ''],
      [true, false, 'The third step'],
    ]);
    expect(
      await codeOf(vote(get(visitor), { articleId: id, helpful: true, comment: 'x'.repeat(2001) })),
    ).toBe('invalid');
  });

  test('revisions are all kept, compared, and gone back to by a new one', async () => {
    const ctx = get();
    const made = await publish(ctx, { title: 'A', source: 'one\ntwo\nthree' });
    const fields = fieldsOf(made);
    await saveArticle(ctx, { id: made.id, fields: { ...fields, source: 'one\n2\nthree' } });
    await saveArticle(ctx, { id: made.id, fields: { ...fields, title: 'B', source: 'one\n2\nthree' } });
    const diff = await diffRevisions(ctx, made.id, { to: 2 });
    expect(diff.from?.number).toBe(1);
    expect(diff.source.filter(({ kind }) => kind === 'changed')).toMatchObject([
      { before: { number: 2, parts: [{ text: 'two' }] }, after: null },
      { before: null, after: { number: 2, parts: [{ text: '2' }] } },
    ]);
    await publishArticle(ctx, { id: made.id, baseRevision: 3 });
    const reverted = await revertArticle(ctx, { id: made.id, to: 1, baseRevision: 4 });
    expect(reverted).toMatchObject({
      title: 'A',
      source: 'one\ntwo\nthree',
      revision: 5,
      state: 'published',
    });
    expect(await getArticle(ctx, made.id)).toMatchObject({ title: 'B', revision: 4 });
    const { revisions } = await listRevisions(ctx, made.id);
    expect(revisions.map((one) => [one.number, one.reason])).toEqual([
      [5, 'reverted'],
      [4, 'published'],
      [3, 'edited'],
      [2, 'edited'],
      [1, 'created'],
    ]);
    expect(await codeOf(revertArticle(ctx, { id: made.id, to: 2, baseRevision: 4 }))).toBe('conflict');
    expect(await codeOf(diffRevisions(ctx, made.id, { to: 99 }))).toBe('not_found');
    expect(await codeOf(listRevisions(get(visitor), made.id))).toBe('sign_in_required');
  });

  test('the desk’s list narrows by words, state, language, category and what is due', async () => {
    const ctx = get();
    const shelf = await category(ctx);
    const word = `zebra${(names += 1)}`;
    const past = new Date(ctx.now.getTime() - 86_400_000);
    const due = await publish(ctx, { categoryId: shelf.id, title: `Perché ${word}`, reviewBy: past });
    const draft = await createArticle(ctx, {
      locale: 'en',
      fields: { title: 'Draft', source: `about ${word}`, categoryId: shelf.id },
    });
    const ids = async (query: Record<string, string>) => {
      const view = await articleList(ctx, listQuery.parse({ category: shelf.key, ...query }));
      return view.rows.map((row) => row.id).toSorted((a, b) => a - b);
    };
    expect(await ids({})).toEqual([due.id, draft.id]);
    expect(await ids({ q: `PERCHE ${word.toUpperCase()}` })).toEqual([due.id]);
    expect(await ids({ q: word, state: 'draft' })).toEqual([draft.id]);
    expect(await ids({ q: '%' })).toEqual([]);
    expect(await ids({ show: 'stale' })).toEqual([due.id]);
    expect(await ids({ show: 'conflicts' })).toEqual([]);
    expect(await ids({ locale: 'it' })).toEqual([]);
    expect(await ids({ state: 'nonsense', page: '-4' })).toEqual([due.id, draft.id]);
    const view = await articleList(ctx, listQuery.parse({ category: shelf.key }));
    expect(view.counts).toEqual({ draft: 1, published: 1, archived: 0 });
    expect(view.rows.find((row) => row.id === due.id)?.isStale).toBe(true);
    expect(await codeOf(articleList(get(visitor), listQuery.parse({})))).toBe('sign_in_required');
  });
});
