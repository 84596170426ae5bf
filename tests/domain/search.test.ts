import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainSearch } from '#src/domain/search/explain.ts';
import { learnFromTicket, learnFromVisit } from '#src/domain/search/learn.ts';
import { completeQuestion, searchArticles } from '#src/domain/search/searchArticles.ts';
import {
  pinAnswer,
  pinNamedAnswer,
  pinOf,
  removeSynonyms,
  saveSynonyms,
  searchTuning,
  searchTuningIn,
  unpinAnswer,
} from '#src/domain/search/tuning.ts';
import type { Actor, Context } from '#src/context.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import type { NewEvent } from '#src/domain/visits/visit.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { contextOf, engines, openTestApp, type TestApp } from '../helpers.ts';

const visitor: Actor = { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} };
const agent: Actor = { kind: 'agent', id: 1, name: 'Ada', role: 'agent', tier: 1 };
const admin: Actor = { ...agent, role: 'admin' };

describe.each(engines)('%s', (engine) => {
  let made: TestApp;
  beforeAll(async () => void (made = await openTestApp(engine)));
  afterAll(() => made?.close());
  const as = (actor: Actor = visitor) => contextOf(made.app, actor);

  test('an empty knowledge base answers nothing', async () => {
    await made.app.search.ready();
    expect(await searchArticles(as(), { query: 'anything' })).toMatchObject({
      verdict: 'nothing',
      results: [],
    });
  });

  test('what is published is found within a second, with a link to the section that answers', async () => {
    await publish(as(), 'reset', 'Reset your password', 'Choose “Forgot password” on the sign-in page.');
    await publish(as(), 'invoice', 'Download an invoice', 'Invoices are kept under Billing.');
    const start = Date.now();
    await expect
      .poll(() => titles('forgot password'), { timeout: 5_000, interval: 20 })
      .toEqual(['Reset your password']);
    expect(Date.now() - start).toBeLessThan(1_000);
    const { results, verdict } = await searchArticles(as(), { query: 'forgot password' });
    expect(verdict).toBe('answered');
    expect(results[0]).toMatchObject({ url: '/en/articles/reset#steps', kind: 'article', category: 'Help' });
    expect(results[0]!.passage.filter((part) => part.hit).map((part) => part.text)).toContain('password');
  });

  test('what is taken off the site is gone at once', async () => {
    const id = await publish(as(), 'gone', 'Cancel a zeppelin booking', 'Write to us.');
    await made.app.search.freshen();
    expect(await titles('zeppelin')).toContain('Cancel a zeppelin booking');
    await made.app.db.write(async (tx) => {
      const { articles } = tx.tables;
      await tx.update(articles).set({ state: 'archived' }).where(eq(articles.id, id));
      await bumpCounter(tx, 'content');
    });
    expect(await titles('zeppelin')).not.toContain('Cancel a zeppelin booking');
  });

  test('articles for agents are for agents', async () => {
    await publish(as(), 'runbook', 'Restart the turbine', 'Turn the key.', { audience: 'agents' });
    await made.app.search.freshen();
    expect(await titles('restart turbine')).toEqual([]);
    expect((await titles('restart turbine', agent))[0]).toBe('Restart the turbine');
  });

  test('a question in words that no article holds is found once a ticket taught them, and forgotten with it', async () => {
    expect(await titles('my gizmo is locked out')).not.toContain('Reset your password');
    const { articles, tickets, requesters, ticketArticles } = made.app.db.read.tables;
    const [reset] = await made.app.db.read.select().from(articles).where(eq(articles.slug, 'reset'));
    const now = new Date();
    await made.app.db.write(async (tx) => {
      await tx.insert(requesters).values({ id: 1, email: 'jane@example.org', createdAt: now });
      await tx.insert(tickets).values({
        id: 1,
        subject: 'Gizmo locked out, says Jane Roe',
        requesterId: 1,
        state: 'resolved',
        locale: 'en',
        story: [],
        accessKeyHash: 'k',
        createdAt: now,
        updatedAt: now,
        lastMessageAt: now,
      });
      await tx
        .insert(ticketArticles)
        .values({ ticketId: 1, articleId: reset!.id, relation: 'answers', createdAt: now });
    });
    await learnFromTicket(as(), 1);
    await learnFromTicket(as(), 1);
    await made.app.search.freshen();
    const found = await searchArticles(as(), { query: 'my gizmo is locked out' });
    expect(found.results[0]?.title).toBe('Reset your password');
    expect(JSON.stringify(found)).not.toContain('Jane');
    await made.app.db.write(async (tx) => {
      await tx.delete(ticketArticles).where(eq(ticketArticles.ticketId, 1));
    });
    await learnFromTicket(as(), 1);
    await made.app.search.freshen();
    expect(await titles('my gizmo is locked out')).not.toContain('Reset your password');
  });

  test('a search that ended helpful teaches its words, a negative vote takes them back', async () => {
    const { articles } = made.app.db.read.tables;
    const [invoice] = await made.app.db.read.select().from(articles).where(eq(articles.slug, 'invoice'));
    const start = new Date();
    const happen = async (visitId: string | null, event: NewEvent, after: number) => {
      const ctx = contextOf(
        made.app,
        { ...visitor, visitId, isCounted: true },
        new Date(start.getTime() + after),
      );
      return (await recordEvent(ctx, event))!.visitId;
    };
    const visit = await happen(
      null,
      { kind: 'search', query: 'fiscal paper please', resultCount: 1, verdict: 'uncertain' },
      0,
    );
    await happen(visit, { kind: 'vote', articleId: invoice!.id, helpful: true }, 60_000);
    await learnFromVisit(as(), visit);
    await made.app.search.freshen();
    expect((await titles('where is my fiscal paper'))[0]).toBe('Download an invoice');
    await happen(visit, { kind: 'vote', articleId: invoice!.id, helpful: false }, 120_000);
    await learnFromVisit(as(), visit);
    await made.app.search.freshen();
    expect(await titles('where is my fiscal paper')).not.toContain('Download an invoice');
  });

  test('another language answers when the reader’s holds nothing, and says so', async () => {
    await publish(as(), 'rimborso', 'Chiedere un rimborso', 'Scrivi entro 30 giorni.', { locale: 'it' });
    await made.app.search.freshen();
    expect(await searchArticles(as(), { query: 'rimborso', locale: 'en' })).toMatchObject({
      locale: 'en',
      answeredIn: 'it',
      results: [{ title: 'Chiedere un rimborso', url: '/it/articles/rimborso#steps' }],
    });
  });

  test('an admin’s synonyms and pinned answers count, and others may not set them', async () => {
    expect(await titles('how do I see my gribble')).toEqual([]);
    await saveSynonyms(as(admin), { locale: 'en', term: 'gribble', words: ['invoice', 'sales slip'] });
    // A small knowledge base is read again at once: the page after the form shows what it did.
    expect(await titles('how do I see my gribble')).toContain('Download an invoice');
    const { articles } = made.app.db.read.tables;
    const [reset] = await made.app.db.read.select().from(articles).where(eq(articles.slug, 'reset'));
    await pinAnswer(as(admin), { locale: 'en', query: 'Where are my invoices?', articleId: reset!.id });
    await made.app.search.freshen();
    expect((await titles('my invoices: where?'))[0]).toBe('Reset your password');
    expect((await titles('download an invoice'))[0]).toBe('Download an invoice');
    await expect(saveSynonyms(as(agent), { locale: 'en', term: 'a', words: ['b'] })).rejects.toThrow(
      'not_allowed',
    );
    await expect(pinAnswer(as(), { locale: 'en', query: 'a', articleId: 1 })).rejects.toThrow(
      'sign_in_required',
    );
    await expect(pinAnswer(as(admin), { locale: 'it', query: 'a', articleId: reset!.id })).rejects.toThrow(
      'invalid',
    );
    // The same words in another order are the same question: it keeps one answer.
    await pinNamedAnswer(as(admin), {
      locale: 'en',
      query: 'Invoices: where are they?',
      article: 'https://example.org/en/articles/invoice#steps',
    });
    await made.app.search.freshen();
    expect((await titles('where are my invoices'))[0]).toBe('Download an invoice');
    const view = await searchTuningIn(as(admin), 'en');
    expect(view.pins).toMatchObject([{ title: 'Download an invoice', isPublished: true }]);
    expect(pinOf(view.pins, 'my invoices, where')).toBe(view.pins[0]);
    expect(pinOf(view.pins, 'my password')).toBeNull();
    expect(view.titles).toContain('Reset your password');
    await expect(searchTuningIn(as(agent), 'en')).rejects.toThrow('not_allowed');
    const pinNamed = (query: string, article: string) =>
      pinNamedAnswer(as(admin), { locale: 'en', query, article });
    await expect(pinNamed('zebra', 'No such title')).rejects.toMatchObject({
      details: { fields: { article: 'no_such_article' } },
    });
    await expect(pinNamed('how do I', 'Reset your password')).rejects.toMatchObject({
      details: { fields: { query: 'no_subject' } },
    });
    const { synonyms, pins } = await searchTuning(as(admin));
    await expect(
      saveSynonyms(as(admin), { locale: 'en', term: 'gribble', words: ['other'] }),
    ).rejects.toMatchObject({ details: { fields: { term: 'has_synonyms' } } });
    const { id } = synonyms[0]!;
    await saveSynonyms(as(admin), { id, locale: 'en', term: 'grabble', words: ['invoice'] });
    const changed = await searchTuningIn(as(admin), 'en');
    expect(changed.synonyms).toMatchObject([{ term: 'grabble', words: ['invoice'] }]);
    await expect(
      saveSynonyms(as(admin), { id: 999_999, locale: 'en', term: 'lost', words: ['gone'] }),
    ).rejects.toThrow('not_found');
    expect((await searchTuningIn(as(admin), 'en')).synonyms).toEqual(changed.synonyms);
    await removeSynonyms(as(admin), changed.synonyms[0]!.id);
    await unpinAnswer(as(admin), pins[0]!.id);
    expect(await searchTuning(as(admin))).toEqual({ synonyms: [], pins: [] });
  });

  test('agents see why a result is there, visitors do not', async () => {
    const { results, confidence } = await explainSearch(as(agent), { query: 'forgot password' });
    expect(confidence).toBeGreaterThan(0.5);
    expect(results[0]).toMatchObject({ title: 'Reset your password', score: 1, asked: 0 });
    expect(results[0]!.signals.title).toBeGreaterThan(0);
    await expect(explainSearch(as(), { query: 'forgot password' })).rejects.toThrow('sign_in_required');
  });

  test('completions are published titles and headings, never what was asked', async () => {
    expect(await completeQuestion(as(), { query: 'reset y' })).toEqual(['Reset your password']);
    expect(await completeQuestion(as(), { query: 'turb' })).toEqual([]);
    expect(await completeQuestion(as(agent), { query: 'turb' })).toEqual(['Restart the turbine']);
    expect(await completeQuestion(as(), { query: 'giz' })).toEqual([]);
  });

  test('many changes build a new base without a pause in answering', async () => {
    for (let n = 0; n < 60; n++) await publish(as(), `note-${n}`, `Note number ${n}`, 'About parcels.');
    const seen: string[][] = [];
    for (let n = 0; n < 20; n++) {
      seen.push(await titles('forgot password'));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(seen.every((found) => found[0] === 'Reset your password')).toBe(true);
    expect((await searchArticles(as(), { query: 'parcels', limit: 50 })).results.length).toBe(50);
  });

  test.each([
    ['10,000 characters', 'password '.repeat(1_112)],
    ['operators', '+title:password -invoice^9 ~2 *:* "AND" (((['],
    ['control characters and emoji', '\u0001\u202e🔥 password \ud800'],
  ])('%s are answered', async (_, query) => {
    const start = Date.now();
    await searchArticles(as(), { query });
    expect(Date.now() - start).toBeLessThan(500);
  });

  async function titles(query: string, actor: Actor = visitor) {
    return (await searchArticles(as(actor), { query })).results.map((result) => result.title);
  }
});

async function publish(
  ctx: Context,
  slug: string,
  title: string,
  text: string,
  more: { locale?: string; audience?: 'public' | 'agents' } = {},
): Promise<number> {
  const { locale = 'en', audience = 'public' } = more;
  return ctx.db.write(async (tx) => {
    const { articles, categories } = tx.tables;
    await tx
      .insert(categories)
      .values({ key: 'help', locale, slug: 'help', title: 'Help' })
      .onConflictDoNothing();
    const [category] = await tx.select().from(categories).where(eq(categories.locale, locale));
    const [row] = await tx
      .insert(articles)
      .values({
        key: slug,
        locale,
        slug,
        categoryId: category!.id,
        state: 'published',
        audience,
        title,
        tags: [],
        related: [],
        source: text,
        headings: [{ depth: 2, text: 'Steps', id: 'steps' }],
        sections: [{ heading: 'Steps', anchor: 'steps', text }],
        createdAt: ctx.now,
        updatedAt: ctx.now,
        publishedAt: ctx.now,
        extra: {},
      })
      .returning({ id: articles.id });
    await bumpCounter(tx, 'content');
    return row!.id;
  });
}
