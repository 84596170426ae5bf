import { expect, test } from 'vitest';
import { systemActor } from '#src/context.ts';
import { checkSearch, checkSearchAtNight, findSearchCheck } from '#src/domain/measures/searchCheck.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { contextOf, eachEngine } from '../helpers.ts';

const day = (text: string): Date => new Date(`${text}T12:00:00Z`);

/** Subject, locale, asked, resolved (none: still open), article that answers, if any. */
type History = [string, 'en' | 'it', string, string | null, number | null][];
const history: History = [
  ['My gizmo is frozen', 'en', '2026-01-10', '2026-01-12', 1],
  // Asked before the first one was resolved: nobody could know yet.
  ['Gizmo frozen solid', 'en', '2026-01-11', '2026-01-13', 1],
  ['Again a frozen gizmo', 'en', '2026-01-20', '2026-01-21', 1],
  ['Where do I find my invoice', 'en', '2026-02-02', '2026-02-03', 2],
  ['Dove trovo la fattura', 'it', '2026-02-04', '2026-02-05', 3],
  // A translation of the answer is as good.
  ['La fattura di gennaio', 'it', '2026-02-06', '2026-02-07', 2],
  ['Refund for the zeppelin', 'en', '2026-02-08', '2026-03-02', 4],
  ['Refund, please', 'en', '2026-03-10', '2026-03-11', 4],
  ['Nothing was linked', 'en', '2026-03-10', '2026-03-11', null],
  ['Still open', 'en', '2026-03-10', null, 1],
];

eachEngine((get) => {
  test('without resolved tickets there is nothing to say', async () => {
    expect(await findSearchCheck(get())).toBeNull();
    expect((await checkSearch(get())).total.tickets).toBe(0);
  });

  test('every ticket is asked before its own answer was learnt', async () => {
    await makeHistory();
    const seen: number[] = [];
    const check = await checkSearch(get(systemActor, day('2026-04-01')), (done, all) =>
      seen.push(done / all),
    );
    expect(check.rows).toEqual([
      { month: '2026-03', locale: 'en', tickets: 1, inTop3: 1, mrr: 1 },
      { month: '2026-02', locale: 'en', tickets: 1, inTop3: 1, mrr: 1 },
      { month: '2026-02', locale: 'it', tickets: 2, inTop3: 2, mrr: 1 },
      { month: '2026-01', locale: 'en', tickets: 3, inTop3: 1, mrr: 1 / 3 },
    ]);
    expect(check).toMatchObject({ tooEarly: 1, isCapped: false, at: '2026-04-01T12:00:00.000Z' });
    expect(check.total).toMatchObject({ tickets: 7, inTop3: 5 });
    expect(seen.at(-1)).toBe(1);
    expect(await findSearchCheck(get())).toEqual(check);
    expect(JSON.stringify(check)).not.toMatch(/gizmo/i);
  });

  test('what a visit taught counts from its own day', async () => {
    await get().db.write((tx) =>
      tx.insert(tx.tables.pastQuestions).values({
        articleId: 1,
        text: 'gizmo frozen',
        origin: 'visit:x',
        createdAt: day('2026-01-11'),
      }),
    );
    const { rows } = await checkSearch(get());
    // The second ticket came at the same moment: what is learnt then comes after it.
    expect(rows.at(-1)).toMatchObject({ month: '2026-01', inTop3: 1 });
    await get().db.write((tx) => tx.update(tx.tables.pastQuestions).set({ createdAt: day('2026-01-09') }));
    expect((await checkSearch(get())).rows.at(-1)).toMatchObject({ month: '2026-01', inTop3: 3 });
  });

  test('by itself it runs once a night, whichever process comes first', async () => {
    const before = (await findSearchCheck(get()))!.at;
    await checkSearchAtNight(contextOf(get(), systemActor, new Date('2099-05-01T15:10:00Z')));
    expect((await findSearchCheck(get()))!.at).toBe(before);
    const night = contextOf(get(), systemActor, new Date('2099-05-01T03:10:00Z'));
    await Promise.all([checkSearchAtNight(night), checkSearchAtNight(night)]);
    expect((await findSearchCheck(get()))!.at).toBe('2099-05-01T03:10:00.000Z');
    await checkSearchAtNight(contextOf(get(), systemActor, new Date('2099-05-01T03:50:00Z')));
    expect((await findSearchCheck(get()))!.at).toBe('2099-05-01T03:10:00.000Z');
  });

  async function makeHistory(): Promise<void> {
    const start = day('2026-01-01');
    const article = (id: number, locale: string, key: string, title: string, publishedAt = start) => ({
      ...{ id, locale, key, slug: key, title, publishedAt, createdAt: start, updatedAt: start },
      ...{ categoryId: locale === 'en' ? 1 : 2, state: 'published' as const, source: title, headings: [] },
      ...{ tags: [], related: [], extra: {}, sections: [{ heading: '', anchor: null, text: title }] },
    });
    await get().db.write(async (tx) => {
      const t = tx.tables;
      await tx.insert(t.categories).values([
        { id: 1, key: 'help', locale: 'en', slug: 'help', title: 'Help' },
        { id: 2, key: 'help', locale: 'it', slug: 'help', title: 'Aiuto' },
      ]);
      await tx
        .insert(t.articles)
        .values([
          article(1, 'en', 'reset', 'Restart the machine'),
          article(2, 'en', 'invoice', 'Download an invoice'),
          article(3, 'it', 'invoice', 'Scaricare una fattura'),
          article(4, 'en', 'refund', 'Ask for a refund', day('2026-03-01')),
        ]);
      await tx.insert(t.requesters).values({ id: 1, email: 'jane@example.org', createdAt: start });
      for (const [at, row] of history.entries()) await addTicket(tx, at + 1, row);
      await bumpCounter(tx, 'content');
    });
  }
});

async function addTicket(
  tx: Parameters<typeof bumpCounter>[0],
  id: number,
  [subject, locale, asked, resolved, articleId]: History[number],
): Promise<void> {
  const { tickets, messages, ticketArticles } = tx.tables;
  const createdAt = day(asked);
  await tx.insert(tickets).values({
    ...{ id, subject, locale, requesterId: 1, story: [], accessKeyHash: `k${id}` },
    ...{
      state: resolved ? ('resolved' as const) : ('open' as const),
      resolvedAt: resolved ? day(resolved) : null,
    },
    ...{ createdAt, updatedAt: createdAt, lastMessageAt: createdAt },
  });
  await tx
    .insert(messages)
    .values({ ticketId: id, kind: 'public', authorKind: 'requester', body: '…', createdAt });
  if (articleId)
    await tx.insert(ticketArticles).values({ ticketId: id, articleId, relation: 'answers', createdAt });
}
