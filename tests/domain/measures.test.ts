import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { periodOf, readPeriod } from '#src/domain/measures/period.ts';
import { refreshMeasures } from '#src/domain/measures/refresh.ts';
import { contentHealth } from '#src/domain/measures/content.ts';
import { measureReport, measuresReport, searchReport } from '#src/domain/measures/report.ts';
import { contextOf, eachEngine } from '../helpers.ts';

/**
 * A small world by hand, three days of March 2026 in UTC, with every figure worked out on paper:
 * visits   1 confirmed, 2 confirmed, 3 escalated, 4 potential, 5 abandoned; 6 is not settled; 7 is in April.
 */
const at = (day: number, hour = 10, minute = 0) => new Date(Date.UTC(2026, 2, day, hour, minute));
const march = { period: periodOf('2026-03-01', '2026-03-31', 'UTC'), filter: {} };

eachEngine((get, engine) => {
  const now = new Date('2026-04-20T00:00:00Z');
  const ctx = (time = now): Context => contextOf(get(), undefined, time);

  beforeAll(async () => {
    await get().db.write(async (tx) => {
      await makeVisits(tx);
      await makeTickets(tx);
    });
  });

  const figure = async (name: string) => {
    const report = await measuresReport(ctx(), march);
    return report.figures.find((measured) => measured.name === name)!;
  };

  describe('figures worked out by hand', () => {
    test.each([
      // name, upper part, lower part
      ['deflection', 2, 3], // confirmed 2 ÷ (2 + escalated 1)
      ['deflection_upper', 3, 4], // (2 + potential 1) ÷ (3 + 1)
      ['self_service', 5, 3], // 5 settled visits ÷ requesters ada, bob, cyd
      ['ask_deflection', 1, 2], // of visits 2 and 3, that saw suggestions, 2 ended solved
      ['search_success', 2, 5], // opened in visits 1 and 4
      ['search_nothing', 2, 5], // "vpn" in visit 3, "Refund" in visit 5
      ['search_no_click', 1, 5], // "refund" in visit 5
      ['helpfulness', 3, 4],
      ['first_contact', 2, 4], // tickets 1 and 4; 2 had two replies, 3 was reopened
      ['escalation', 2, 5], // tickets 2 and 3
      ['link_rate', 2, 4], // tickets 1 and 2
      ['known', 1, 4], // ticket 1
    ])('%s is %i ÷ %i', async (name, of, n) => {
      const measured = (await figure(name)).figure;
      expect(measured).toMatchObject({ of, n });
      expect(measured.value).toBeCloseTo(of / n, 12);
    });

    test.each([
      // minutes by hand, sorted; 90th percentile between the last two (Hyndman & Fan's type 7)
      ['first_reply', 4, 25, 51], // 10, 20, 30, 60: 30 + 0.7 × 30; ticket 5 has no reply
      ['resolution', 4, 210, 1_098], // 60, 120, 300, 1440: 300 + 0.7 × 1140
      ['escalated_resolution', 2, 870, 1_326], // 300, 1440: 300 + 0.9 × 1140
    ])('%s: %i durations, median %i, 90th percentile %i', async (name, n, median, p90) => {
      const measured = (await figure(name)).figure;
      expect(measured.n).toBe(n);
      expect(measured.value).toBeCloseTo(median, 9);
      expect(measured.p90).toBeCloseTo(p90, 9);
    });

    test('a share comes with its Wilson interval (source: Wilson 1927; 3 of 4 is 0.301 to 0.954)', async () => {
      const { interval } = (await figure('helpfulness')).figure;
      expect(interval!.low).toBeCloseTo(0.3006, 4);
      expect(interval!.high).toBeCloseTo(0.9544, 4);
    });

    test('by tier: a ticket counts where it was, and once from where it was handed up', async () => {
      const { parts } = await measureReport(ctx(), 'escalation', { ...march, by: 'tier' });
      // Tier 1 had tickets 1, 2, 3, 5; 2 and 3 left it upwards. Tier 2 had 2, 3 and 4; 3 left it for tier 3.
      const { rows } = parts!;
      expect(rows.map(({ part, figure: { of, n } }) => [part, of, n])).toEqual([
        ['1', 2, 4],
        ['2', 1, 3],
        ['3', 0, 1],
      ]);
    });

    test('only settled visits count, and the report says how many do not yet', async () => {
      expect((await measuresReport(ctx(), march)).unsettled).toBe(1);
    });

    test('top searches, upper and lower case together', async () => {
      const { top } = await searchReport(ctx(), march);
      expect(top[0]).toEqual({ locale: 'en', query: 'refund', searches: 2, nothing: 1, noClick: 1 });
      expect(top).toHaveLength(4);
    });

    test('articles are ranked by the ends of their intervals, not by one lucky vote', async () => {
      const { most, least } = (await contentHealth(ctx(), march)).votes;
      expect(most.map(({ id, yes, no }) => [id, yes, no])).toEqual([
        [11, 2, 0],
        [12, 1, 1],
      ]);
      expect(least.map(({ id }) => id)).toEqual([12]);
    });

    test('the course of a period adds up to the period', async () => {
      const { series } = await measuresReport(ctx(), march);
      expect(series.step).toBe('day');
      expect(series.buckets).toHaveLength(31);
      const sum = (of: (bucket: (typeof series.buckets)[number]) => number) =>
        series.buckets.reduce((total, bucket) => total + of(bucket), 0);
      expect(sum(({ sums }) => sums.n('confirmed'))).toBe(2);
      expect(sum(({ sums }) => sums.n('searches'))).toBe(5);
      expect(sum(({ sums }) => sums.n('tickets'))).toBe(5);
      expect(sum(({ sums }) => sums.n('resolved'))).toBe(4);
    });

    test('one measure alone has its figure day by day', async () => {
      const { course, figure: whole } = await measureReport(ctx(), 'deflection', march);
      expect(whole.value).toBeCloseTo(2 / 3, 12);
      expect(course[1]!.figure).toMatchObject({ of: 1, n: 1 });
      expect(course[30]!.figure).toMatchObject({ value: null, n: 0 });
    });

    test('an empty period has no figures and no NaN', async () => {
      const empty = await measuresReport(ctx(), {
        period: periodOf('2020-01-01', '2020-01-31', 'UTC'),
        filter: {},
      });
      expect(empty.figures.every(({ figure: { value, n } }) => value === null && n === 0)).toBe(true);
    });
  });

  describe('keeping up', () => {
    test('a visit that settles and a ticket that is reopened change the figures', async () => {
      const { db } = get();
      await db.write(async (tx) => {
        const { tickets, visits } = tx.tables;
        const changed = new Date('2026-04-20T00:10:00Z');
        await tx.update(visits).set({ outcome: 'confirmed', settledAt: changed }).where(eq(visits.id, 'v6'));
        await tx
          .update(tickets)
          .set({ state: 'open', resolvedAt: null, reopenings: 1, updatedAt: changed })
          .where(eq(tickets.id, 1));
      });
      const later = ctx(new Date('2026-04-20T00:20:00Z'));
      await refreshMeasures(later);
      const { figures, unsettled } = await measuresReport(later, march);
      const of = (name: string) => figures.find((measured) => measured.name === name)!.figure;
      expect(of('deflection')).toMatchObject({ of: 3, n: 4 });
      expect(unsettled).toBe(0);
      expect(of('first_contact')).toMatchObject({ of: 1, n: 3 });
    });

    test('refreshing again, and from several processes at once, changes nothing', async () => {
      const later = ctx(new Date('2026-04-21T00:00:00Z'));
      const before = await measuresReport(later, march);
      await Promise.all([refreshMeasures(later), refreshMeasures(later), refreshMeasures(later)]);
      const after = await measuresReport(later, march);
      expect(after.figures).toEqual(before.figures);
      expect(after.unsettled).toBe(before.unsettled);
    });

    test('another time zone adds every day up again, cut at its own midnights', async () => {
      const rome = 'Europe/Rome';
      const base = ctx(new Date('2026-04-22T00:00:00Z'));
      const there = { ...base, config: { ...base.config, timeZone: rome } };
      const lateVisit = {
        id: 'night',
        locale: 'en',
        isHelpSeeking: true,
        settledAt: at(20),
        outcome: 'confirmed' as const,
      };
      // 23:30 UTC on the 9th is half past midnight on the 10th in Rome.
      await get().db.write(async (tx) => {
        await tx
          .insert(tx.tables.visits)
          .values({ ...lateVisit, startedAt: at(9, 23, 30), lastAt: at(9, 23, 40) });
      });
      const day = (text: string) => ({ period: periodOf(text, text, rome), filter: {} });
      const ninth = await measuresReport(there, day('2026-03-09'));
      const tenth = await measuresReport(there, day('2026-03-10'));
      const visits = ({ figures }: typeof ninth) =>
        figures.find(({ name }) => name === 'deflection')!.figure.n;
      expect([visits(ninth), visits(tenth)]).toEqual([0, 1]);
    });

    test('visitors are not told', async () => {
      const visitor = contextOf(get(), { kind: 'visitor', visitId: null, isCounted: true, ticketKeys: {} });
      await expect(measuresReport(visitor, march)).rejects.toMatchObject({ code: 'sign_in_required' });
    });
  });

  test(`the ${engine} world has what the figures were worked out from`, async () => {
    const { visits, tickets } = get().db.read.tables;
    expect(await get().db.read.select().from(visits)).toHaveLength(8);
    expect(await get().db.read.select().from(tickets)).toHaveLength(5);
  });
});

describe('periods', () => {
  const zone = (now: string, timeZone = 'UTC') => ({ now: new Date(now), timeZone });

  test.each([
    [{}, '2026-04-20T10:00:00Z', 'UTC', '2026-03-22', '2026-04-20'],
    [{ preset: '7d' }, '2026-04-20T10:00:00Z', 'UTC', '2026-04-14', '2026-04-20'],
    [{ preset: 'lastMonth' }, '2026-01-15T10:00:00Z', 'UTC', '2025-12-01', '2025-12-31'],
    [{ preset: 'month' }, '2026-04-30T23:00:00Z', 'Europe/Rome', '2026-05-01', '2026-05-01'],
    [{ from: '2026-02-01', to: '2026-02-28' }, '2026-04-20T10:00:00Z', 'UTC', '2026-02-01', '2026-02-28'],
  ])('%j at %s in %s', (asked, now, timeZone, firstDay, lastDay) => {
    expect(readPeriod(asked, zone(now, timeZone))).toMatchObject({ firstDay, lastDay });
  });

  test.each([
    [{ from: '2026-02-30', to: '2026-03-01' }, { from: 'bad_date' }],
    [
      { from: 'x', to: "'; drop" },
      { from: 'bad_date', to: 'bad_date' },
    ],
    [{ from: '2026-03-02', to: '2026-03-01' }, { to: 'before_start' }],
    [{ from: '1990-01-01', to: '2026-03-01' }, { to: 'period_too_long' }],
  ])('%j is refused', (asked, fields) => {
    expect(() => readPeriod(asked, zone('2026-04-20T10:00:00Z'))).toThrow(
      expect.objectContaining({ details: { fields } }),
    );
  });

  test('a day begins where its zone says, also where clocks change', () => {
    expect(periodOf('2026-03-29', '2026-03-29', 'Europe/Rome')).toMatchObject({
      from: new Date('2026-03-28T23:00:00Z'),
      to: new Date('2026-03-29T22:00:00Z'),
    });
    expect(periodOf('2026-10-25', '2026-10-25', 'Europe/Rome').to).toEqual(new Date('2026-10-25T23:00:00Z'));
    // In Havana, 8 March 2026 has no midnight: clocks go from 00:00 to 01:00.
    expect(periodOf('2026-03-08', '2026-03-08', 'America/Havana').from).toEqual(
      new Date('2026-03-08T05:00:00Z'),
    );
    expect(periodOf('2026-03-08', '2026-03-08', 'Asia/Kathmandu').from).toEqual(
      new Date('2026-03-07T18:15:00Z'),
    );
    expect(periodOf('2026-03-08', '2026-03-08', 'Pacific/Kiritimati').from).toEqual(
      new Date('2026-03-07T10:00:00Z'),
    );
  });
});

async function makeVisits(tx: Query): Promise<void> {
  const { visits, visitEvents, articleVotes, categories, articles } = tx.tables;
  const settled = at(10);
  const visit = (
    n: number,
    outcome: 'confirmed' | 'escalated' | 'potential' | 'abandoned' | null,
    day: number,
  ) => ({
    id: `v${n}`,
    locale: 'en',
    startedAt: at(day),
    lastAt: at(day, 10, 20),
    isHelpSeeking: true,
    outcome,
    settledAt: outcome ? settled : null,
  });
  await tx.insert(visits).values([
    visit(1, 'confirmed', 2),
    visit(2, 'confirmed', 3),
    visit(3, 'escalated', 3),
    visit(4, 'potential', 4),
    visit(5, 'abandoned', 4),
    // Not settled: its last sign of life is less than 24 hours before the end of the story.
    { ...visit(6, null, 4), lastAt: new Date('2026-04-19T12:00:00Z') },
    {
      ...visit(7, 'confirmed', 4),
      startedAt: new Date('2026-04-01T10:00:00Z'),
      lastAt: new Date('2026-04-01T10:00:00Z'),
    },
  ]);
  type Event = typeof visitEvents.$inferInsert;
  let id = 0;
  const event = (visitId: string, kind: Event['kind'], day: number, rest: Partial<Event> = {}): Event => ({
    id: ++id,
    visitId,
    kind,
    at: at(day, 10, id),
    locale: 'en',
    ...rest,
  });
  const found = { resultCount: 3, verdict: 'answered' as const };
  const nothing = { resultCount: 2, verdict: 'nothing' as const };
  await tx.insert(visitEvents).values([
    event('v1', 'search', 2, { query: 'reset password', ...found }),
    event('v1', 'result_opened', 2, { searchId: 1, rank: 1, articleId: 11 }),
    event('v1', 'result_opened', 2, { searchId: 1, rank: 2, articleId: 12 }),
    event('v2', 'suggestions_shown', 3, { query: 'printer', ...found }),
    event('v2', 'solved', 3, { searchId: 4 }),
    event('v3', 'search', 3, { query: 'vpn', resultCount: 0, verdict: 'nothing' }),
    event('v3', 'suggestions_shown', 3, { query: 'vpn', ...found }),
    event('v3', 'ticket_filed', 3, { ticketId: 1 }),
    event('v4', 'search', 4, { query: 'invoice', ...found }),
    event('v4', 'result_opened', 4, { searchId: 9, rank: 1, articleId: 11 }),
    event('v4', 'article_read', 4, { articleId: 11 }),
    event('v5', 'search', 4, { query: 'refund', ...found }),
    event('v5', 'search', 4, { query: 'Refund', ...nothing }),
    // An ask that saw nothing is no ask that saw suggestions; a search that is not settled is no search yet.
    event('v5', 'suggestions_shown', 4, { query: 'refund', resultCount: 0, verdict: 'nothing' }),
    event('v6', 'search', 4, { query: 'unsettled', ...found }),
  ]);
  const [category] = await tx
    .insert(categories)
    .values({ key: 'c', locale: 'en', slug: 'c', title: 'C' })
    .returning({ id: categories.id });
  const article = (articleId: number) => ({
    id: articleId,
    key: `a${articleId}`,
    locale: 'en',
    slug: `a${articleId}`,
    categoryId: category!.id,
    title: `Article ${articleId}`,
    source: '',
    tags: [],
    related: [],
    headings: [],
    sections: [],
    extra: {},
    createdAt: at(1),
    updatedAt: at(1),
  });
  await tx.insert(articles).values([article(11), article(12)]);
  const vote = (visitId: string | null, articleId: number, helpful: boolean, day: number) => ({
    visitId,
    articleId,
    helpful,
    createdAt: at(day, 11),
  });
  await tx
    .insert(articleVotes)
    .values([
      vote('v1', 11, true, 2),
      vote(null, 11, true, 3),
      vote('v4', 12, true, 4),
      vote('v5', 12, false, 4),
    ]);
}

async function makeTickets(tx: Query): Promise<void> {
  const { requesters, tickets, ticketEvents, ticketArticles } = tx.tables;
  const people = await tx
    .insert(requesters)
    .values(['ada', 'bob', 'cyd'].map((name) => ({ email: `${name}@example.org`, name, createdAt: at(1) })))
    .returning({ id: requesters.id });
  type Ticket = typeof tickets.$inferInsert;
  const ticket = (id: number, person: number, day: number, rest: Partial<Ticket>): Ticket => ({
    id,
    subject: `Ticket ${id}`,
    requesterId: people[person]!.id,
    locale: 'en',
    story: [],
    accessKeyHash: `hash ${id}`,
    createdAt: at(day),
    updatedAt: at(day, 12),
    lastMessageAt: at(day, 12),
    ...rest,
  });
  const minutes = (day: number, n: number) => new Date(at(day).getTime() + n * 60_000);
  const resolved = (day: number, n: number) => ({ state: 'resolved' as const, resolvedAt: minutes(day, n) });
  await tx.insert(tickets).values([
    ticket(1, 0, 3, { ...resolved(3, 60), firstReplyAt: minutes(3, 10), publicReplies: 1, wasKnown: true }),
    ticket(2, 0, 3, {
      ...resolved(3, 300),
      firstReplyAt: minutes(3, 20),
      publicReplies: 2,
      tier: 2,
      escalations: 1,
    }),
    ticket(3, 1, 4, {
      ...resolved(4, 1_440),
      state: 'closed',
      firstReplyAt: minutes(4, 60),
      publicReplies: 1,
      reopenings: 1,
      tier: 3,
      escalations: 2,
    }),
    ticket(4, 2, 4, {
      ...resolved(4, 120),
      firstReplyAt: minutes(4, 30),
      publicReplies: 1,
      tier: 2,
      wasKnown: false,
    }),
    ticket(5, 2, 4, { state: 'open' }),
  ]);
  const moved = (ticketId: number, from: number, to: number, minute: number) => ({
    ticketId,
    actorKind: 'agent' as const,
    kind: 'tier_changed',
    data: { from, to, isEscalation: to > from },
    at: minutes(4, minute),
  });
  const done = (ticketId: number, day: number, minute: number) => ({
    ticketId,
    actorKind: 'agent' as const,
    kind: 'resolved',
    data: {},
    at: minutes(day, minute),
  });
  await tx
    .insert(ticketEvents)
    .values([moved(2, 1, 2, 5), moved(3, 1, 2, 6), moved(3, 2, 3, 7), done(1, 3, 60), done(3, 4, 1_440)]);
  await tx.insert(ticketArticles).values([
    { ticketId: 1, articleId: 11, relation: 'answers', createdAt: at(5) },
    { ticketId: 2, articleId: 12, relation: 'related', createdAt: at(5) },
    { ticketId: 5, articleId: 12, relation: 'related', createdAt: at(5) },
  ]);
}
