import { expect, test } from 'vitest';
import type { VisitorActor } from '#src/context.ts';
import { ensureCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { refreshMeasures } from '#src/domain/measures/refresh.ts';
import { learnFromVisit } from '#src/domain/search/learn.ts';
import { changesBetween, isWorthNewBases, readCatalogue } from '#src/domain/search/catalogue.ts';
import { searchArticles } from '#src/domain/search/searchArticles.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { forgetWordsOf } from '#src/domain/visits/forget.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { searchStory } from '#src/domain/visits/story.ts';
import { voteInVisit } from '#src/domain/visits/vote.ts';
import type { Tables } from '#db/schema.ts';
import { handlers } from '#src/jobs/handlers.ts';
import { finishJob, leaseJob } from '#src/jobs/queue.ts';
import { contextOf, eachEngine, oneOff } from '../helpers.ts';

const agent = { kind: 'agent', id: 1, name: 'Ada', role: 'agent', tier: 1 } as const;
const visitor = (visitId: string | null): VisitorActor => ({
  kind: 'visitor',
  visitId,
  isCounted: true,
  ticketKeys: {},
});
const now = new Date('2026-03-02T10:00:00Z');
const later = new Date('2026-03-04T10:00:00Z');

eachEngine((get) => {
  test('an erased person is forgotten in past questions, index, visits, story, comments and measures', async () => {
    const id = await publishArticle('Reset your password');
    await askAndVote(id, 'somebody else locked out', '');
    const visitId = await askAndVote(id, 'Quaxbert Zylinsky locked out', 'Quaxbert was here');
    const ctx = contextOf(get(), visitor(visitId), now);
    const { number } = await fileTicket(ctx, {
      name: 'Quaxbert Zylinsky',
      email: 'q@example.org',
      subject: 'Zylinsky cannot enter',
      body: 'It is me, Quaxbert.',
      locale: 'en',
      visitId,
      story: await searchStory(ctx),
    });
    await recordEvent(ctx, { kind: 'ticket_filed', ticketId: number });
    await resolveTicket(await asAgent(), number, { ...oneOff, solvedByArticleId: id });
    await runJobs();
    await refreshMeasures(contextOf(get(), undefined, later));
    for (let n = 0; n < 20; n++) await publishArticle(`Something else ${n}`);
    const before = await readCatalogue(get().db.read);
    expect(await holders()).toEqual([
      'messages',
      'pastQuestions',
      'tickets',
      'visitEvents',
      'measureSearches',
    ]);
    expect(await titles('zylinsky')).toEqual(['Reset your password']);

    await forgetWordsOf(get(), [number]);
    await runJobs();
    expect(await holders()).toEqual(['messages', 'tickets']);
    expect(JSON.stringify(await rowsOf('articleVotes'))).not.toContain('Quaxbert');
    expect(JSON.stringify((await rowsOf('tickets')).map(({ story }) => story))).toBe('[[]]');
    await get().search.freshen();
    expect(await titles('zylinsky')).toEqual([]);
    expect(await titles('somebody')).toEqual(['Reset your password']);
    // The indexes in memory still hold the words until new ones are built: that is asked for at once.
    const after = await readCatalogue(get().db.read);
    expect(changesBetween(before, after).changed).toEqual([id]);
    expect(isWorthNewBases(before, after, changesBetween(before, after))).toBe(true);
    // What is learnt later from what is left of them is nothing.
    await learnFromVisit(get(), visitId);
    expect((await rowsOf('pastQuestions')).map(({ text }) => text)).toEqual(['somebody else locked out']);
  });

  test('that they came and how it ended still counts', async () => {
    const all = (await rowsOf('measureSums')).filter((row) =>
      ['locale', 'category', 'tier', 'agent'].every((dimension) => row[dimension] === '*'),
    );
    const total = (name: string) =>
      all.reduce((sum, { sums }) => sum + ((sums as Record<string, number>)[name] ?? 0), 0);
    expect([total('confirmed'), total('escalated_visits')]).toEqual([1, 1]);
  });

  async function askAndVote(articleId: number, query: string, comment: string): Promise<string> {
    const search = { kind: 'search', query, resultCount: 1, verdict: 'uncertain' } as const;
    const { visitId } = (await recordEvent(contextOf(get(), visitor(null), now), search))!;
    await voteInVisit(contextOf(get(), visitor(visitId), now), { articleId, helpful: true, comment });
    return visitId;
  }

  async function publishArticle(title: string): Promise<number> {
    const category = await ensureCategory(get(), { key: 'start', locale: 'en', title: 'Start' });
    const fields = { title, source: 'Choose the link on the sign-in page.', categoryId: category.id };
    return (await createArticle(get(), { locale: 'en', fields, state: 'published' })).id;
  }

  async function asAgent() {
    await get().db.write((tx) =>
      tx.insert(tx.tables.agents).values({
        id: 1,
        email: 'ada@example.org',
        name: 'Ada',
        role: 'agent',
        passwordHash: 'x',
        createdAt: now,
      }),
    );
    return contextOf(get(), agent, now);
  }

  async function runJobs(): Promise<void> {
    for (let job = await leaseJob(get()); job; job = await leaseJob(get())) {
      await handlers[job.kind]!(get(), job.payload);
      await finishJob(get(), job.id);
    }
  }

  async function holders(): Promise<string[]> {
    const names = ['messages', 'pastQuestions', 'tickets', 'visitEvents', 'measureSearches'] as const;
    const texts = await Promise.all(names.map(async (name) => JSON.stringify(await rowsOf(name))));
    return names.filter((_, at) => /quaxbert|zylinsky/i.test(texts[at]!));
  }

  async function rowsOf(name: keyof Tables): Promise<Record<string, unknown>[]> {
    const { read } = get().db;
    return read.select().from(read.tables[name]);
  }

  async function titles(query: string): Promise<string[]> {
    return (await searchArticles(contextOf(get(), visitor(null)), { query })).results.map(
      (found) => found.title,
    );
  }
});
