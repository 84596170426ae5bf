import fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { dimensions, named, type Dimension, type Filter } from '#src/domain/measures/dimension.ts';
import { measures, measureOf, type Figure, type MeasureName } from '#src/domain/measures/measures.ts';
import { periodOf } from '#src/domain/measures/period.ts';
import { rebuildMeasures, refreshMeasures } from '#src/domain/measures/refresh.ts';
import { measureReport, measuresReport } from '#src/domain/measures/report.ts';
import { measureRows, mostRows, type MeasureRow } from '#src/domain/measures/rows.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import { random } from '../bench/random.ts';
import { contextOf, eachEngine } from '../helpers.ts';
import { isSweep } from '../sweep.ts';

/**
 * A random world on both engines: what is kept by day must give, for every measure and every filter, the very figure that
 * is worked out here from the rows alone, by other code; and so must the rows that the page lists behind it.
 */
const period = periodOf('2026-03-02', '2026-04-10', 'Europe/Rome');
const start = Date.parse('2026-02-25T00:00:00Z');
const days = 48;
const sizes = isSweep ? { visits: 260, tickets: 220 } : { visits: 130, tickets: 110 };
const changes = isSweep ? 6 : 2;
const agentIds = [1, 2, 3];
const now = new Date('2026-05-01T00:00:00Z');

eachEngine((get) => {
  const ctx = (time = now): Context => {
    const own = contextOf(get(), undefined, time);
    return { ...own, config: { ...own.config, timeZone: period.timeZone } };
  };
  let world: World;

  beforeAll(async () => {
    await get().db.write((tx) => fill(tx));
    await settleVisits(ctx());
    world = await readWorld(get().db.read);
  });

  const filters: Filter[] = [
    {},
    ...['en', 'it'].map((locale) => ({ locale })),
    ...['billing', 'login', 'nowhere'].map((category) => ({ category })),
    ...['1', '2', '3'].map((tier) => ({ tier })),
    ...['1', '3'].map((agent) => ({ agent })),
    { locale: 'en', category: 'billing' },
    { locale: 'it', tier: '1' },
    { category: 'login', agent: '2' },
    { tier: '2', agent: '1' },
    { locale: 'en', category: 'billing', tier: '1', agent: '2' },
  ];

  describe.each(filters)('%j', (filter) => {
    test('every figure is that of the rows, to the unit', async () => {
      const { figures } = await measuresReport(ctx(), { period, filter });
      for (const { name, figure } of figures)
        expect([name, figure], name).toEqual([name, expectedOf(name, world, filter)]);
    });

    test('every figure is made of the rows it opens', async () => {
      const { figures } = await measuresReport(ctx(), { period, filter });
      for (const { name, figure, notBy } of figures) {
        const { rows } = await measureRows(ctx(), name, { period, filter }, { limit: mostRows });
        if (notBy) expect([name, rows]).toEqual([name, []]);
        else if (figure.of !== undefined && name !== 'self_service')
          expect([name, rows.filter(({ counts }) => counts).length, rows.length]).toEqual([
            name,
            figure.of,
            figure.n,
          ]);
        else if (name !== 'self_service') expect([name, durationsOf(rows)]).toEqual([name, figure]);
      }
    });
  });

  test.each(dimensions.map((dimension) => [dimension]))(
    'by %s, the parts are the figures of their filters',
    async (dimension) => {
      for (const { name, by } of measures) {
        if (!by.includes(dimension)) continue;
        for (const filter of [{}, { locale: 'en' }, { tier: '1' }] as Filter[]) {
          if (filter[dimension] !== undefined || named(filter).some((other) => !by.includes(other))) continue;
          const { parts } = await measureReport(ctx(), name, { period, filter, by: dimension });
          for (const { part, figure } of parts!.rows)
            if (part !== '')
              expect([name, part, figure]).toEqual([
                name,
                part,
                expectedOf(name, world, { ...filter, [dimension]: part }),
              ]);
        }
      }
    },
  );

  test('the course adds up to the period', async () => {
    for (const { name, unit } of measures) {
      if (unit !== 'share') continue;
      const { course, figure } = await measureReport(ctx(), name, { period, filter: {} });
      const sum = (of: (figure: Figure) => number) =>
        course.reduce((total, one) => total + of(one.figure), 0);
      expect([name, sum(({ n }) => n), sum(({ of }) => of ?? 0)]).toEqual([name, figure.n, figure.of]);
    }
  });

  test('changes one after the other lead to what is made from nothing', async () => {
    const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    const next = random(99);
    for (let step = 1; step <= changes; step++) {
      await get().db.write((tx) => change(tx, next, later(step)));
      await refreshMeasures(ctx(later(step)));
    }
    const [kept, keptIn] = [await allFigures(later(changes + 1)), await sumsOfDays(get().db.read)];
    await rebuildMeasures(ctx(later(changes + 1)));
    expect(await sumsOfDays(get().db.read)).toEqual(keptIn);
    expect(await allFigures(later(changes + 1))).toEqual(kept);
    const again = await readWorld(get().db.read);
    for (const [index, filter] of filters.entries())
      for (const { name, figure } of kept[index]!)
        expect([name, figure]).toEqual([name, expectedOf(name, again, filter)]);
  });

  test('a rebuild tells how far it is, and what it has not reached is done later', async () => {
    const told: [number, number][] = [];
    const done = await rebuildMeasures(ctx(), { onProgress: (of, all) => told.push([of, all]) });
    expect(told).toHaveLength(done);
    expect(told.at(-1)).toEqual([done, done]);
    // Cut short, it leaves its days noted; the next one does them, newest first.
    expect(await rebuildMeasures(ctx(), { budgetMs: -1 })).toBe(0);
    expect(await refreshMeasures(ctx())).toBe(done);
  });

  const allFigures = (time: Date) =>
    Promise.all(
      filters.map(async (filter) =>
        (await measuresReport(ctx(time), { period, filter })).figures.map(({ name, figure }) => ({
          name,
          figure,
        })),
      ),
    );
});

test('every settled visit has one outcome, and outcomes add up', async () => {
  const { outcomeOf } = await import('#src/domain/visits/outcome.ts');
  const kinds = [
    'search',
    'result_opened',
    'article_read',
    'vote',
    'ask_opened',
    'suggestions_shown',
    'suggestions_withheld',
    'suggestion_opened',
    'solved',
    'ticket_filed',
  ] as const;
  const event = fc.record({ kind: fc.constantFrom(...kinds), helpful: fc.boolean() });
  const visit = fc.array(event, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(visit, { maxLength: 60 }), (visits) => {
      const counts = { confirmed: 0, potential: 0, escalated: 0, abandoned: 0 };
      for (const events of visits) counts[outcomeOf(events)] += 1;
      expect(Object.keys(counts)).toHaveLength(4);
      expect(counts.confirmed + counts.potential + counts.escalated + counts.abandoned).toBe(visits.length);
      expect(counts.escalated).toBe(
        visits.filter((events) => events.some(({ kind }) => kind === 'ticket_filed')).length,
      );
    }),
  );
});

/** Everything as it lies in the tables. */
interface World {
  visits: Row[];
  events: Row[];
  votes: Row[];
  tickets: Row[];
  links: Row[];
  ticketEvents: Row[];
  ratings: Row[];
  articles: Map<number, { locale: string; category: string }>;
}
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows of any table
type Row = Record<string, any>;

async function readWorld(q: Query): Promise<World> {
  const t = q.tables;
  const categories = new Map((await q.select().from(t.categories)).map(({ id, key }) => [id, key]));
  const articles = await q.select().from(t.articles);
  return {
    visits: await q.select().from(t.visits),
    events: (await q.select().from(t.visitEvents)).sort(
      (a, b) => a.at.getTime() - b.at.getTime() || a.id - b.id,
    ),
    votes: await q.select().from(t.articleVotes),
    tickets: await q.select().from(t.tickets),
    links: await q.select().from(t.ticketArticles),
    ticketEvents: (await q.select().from(t.ticketEvents)).sort((a, b) => a.id - b.id),
    ratings: await q.select().from(t.ratings),
    articles: new Map(
      articles.map((a) => [a.id, { locale: a.locale, category: categories.get(a.categoryId)! }]),
    ),
  };
}

const isIn = (at: Date | null) => at !== null && at >= period.from && at < period.to;
const shareOf = (rows: Row[], holds: (row: Row) => boolean) => ({
  of: rows.filter(holds).length,
  n: rows.length,
});
const minutes = (from: Date, to: Date) => Math.round(Math.max(0, to.getTime() - from.getTime()) / 600) / 100;

/** A figure from the rows alone, as its formula says it. */
function expectedOf(name: MeasureName, w: World, filter: Filter): Figure {
  if (named(filter).some((dimension) => !measureOf(name).by.includes(dimension)))
    return { value: null, n: 0 };
  const eventsOf = (visit: Row) => w.events.filter(({ visitId }) => visitId === visit.id);
  const categoryOf = (id: number | null | undefined) => w.articles.get(id ?? 0)?.category ?? '';
  const fits = (place: Partial<Record<Dimension, unknown>>) =>
    named(filter).every((dimension) => String(place[dimension] ?? '') === filter[dimension]);
  const visits = w.visits.filter((visit) => {
    const at = eventsOf(visit).findLast(({ articleId }) => articleId !== null)?.articleId;
    return isIn(visit.startedAt) && visit.outcome && fits({ locale: visit.locale, category: categoryOf(at) });
  });
  const asks = visits.filter((visit) =>
    eventsOf(visit).some(({ kind, resultCount }) => kind === 'suggestions_shown' && resultCount > 0),
  );
  const settled = new Set(w.visits.filter(({ settledAt }) => settledAt).map(({ id }) => id));
  const searches = w.events.filter(
    ({ kind, at, visitId, locale }) =>
      kind === 'search' && isIn(at) && settled.has(visitId) && fits({ locale }),
  );
  const isOpened = (search: Row) =>
    w.events.some(({ kind, searchId }) => kind === 'result_opened' && searchId === search.id);
  const isNothing = ({ resultCount, verdict }: Row) => resultCount === 0 || verdict === 'nothing';
  const articleOf = (ticket: Row) => {
    const rank = ({ relation }: Row) => (relation === 'related' ? 1 : 0);
    const links = w.links
      .filter(({ ticketId }) => ticketId === ticket.id)
      .sort((a, b) => rank(a) - rank(b) || a.createdAt - b.createdAt || a.articleId - b.articleId);
    return ticket.solvedByArticleId ?? links[0]?.articleId;
  };
  const placeOf = (ticket: Row, agent: number | null) => ({
    locale: ticket.locale,
    category: categoryOf(articleOf(ticket)),
    tier: ticket.tier,
    agent,
  });
  const movesOf = (ticket: Row) =>
    w.ticketEvents
      .filter(({ ticketId, kind }) => ticketId === ticket.id && kind === 'tier_changed')
      .map(({ data }) => data);
  const real = w.tickets.filter(({ spamAt }) => spamAt === null);
  const filed = real.filter((ticket) => isIn(ticket.createdAt) && fits(placeOf(ticket, ticket.assigneeId)));
  const resolved = real.filter(
    (ticket) =>
      isIn(ticket.resolvedAt) &&
      ['resolved', 'closed'].includes(ticket.state) &&
      fits(placeOf(ticket, ticket.resolvedById ?? ticket.assigneeId)),
  );
  const rated = w.ratings.filter((rating) => {
    const ticket = real.find(({ id }) => id === rating.ticketId);
    return ticket && isIn(rating.at) && fits({ ...placeOf(ticket, rating.agentId), tier: rating.tier });
  });
  const votes = w.votes.filter(
    ({ createdAt, articleId }) => isIn(createdAt) && fits(w.articles.get(articleId)!),
  );
  const outcomes = (...wanted: string[]) => visits.filter(({ outcome }) => wanted.includes(outcome));
  const took = (rows: Row[], to: 'firstReplyAt' | 'resolvedAt') =>
    figureOfDurations(rows.filter((row) => row[to]).map((row) => minutes(row.createdAt, row[to])));
  const share = (rows: Row[], holds: (row: Row) => boolean) => figureOfShare(shareOf(rows, holds));
  switch (name) {
    case 'deflection':
      return share(outcomes('confirmed', 'escalated'), ({ outcome }) => outcome === 'confirmed');
    case 'deflection_upper':
      return share(outcomes('confirmed', 'potential', 'escalated'), ({ outcome }) => outcome !== 'escalated');
    case 'self_service': {
      const n = new Set(filed.map(({ requesterId }) => requesterId)).size;
      return { value: n === 0 ? null : visits.length / n, n, of: visits.length };
    }
    case 'ask_deflection':
      return share(
        asks,
        (visit) => visit.outcome === 'confirmed' && eventsOf(visit).some(({ kind }) => kind === 'solved'),
      );
    case 'search_success':
      return share(searches, isOpened);
    case 'search_nothing':
      return share(searches, isNothing);
    case 'search_no_click':
      return share(searches, (search) => !isNothing(search) && !isOpened(search));
    case 'helpfulness':
      return share(votes, ({ helpful }) => helpful);
    case 'first_contact':
      return share(resolved, ({ publicReplies, reopenings }) => publicReplies === 1 && reopenings === 0);
    case 'first_reply':
      return took(filed, 'firstReplyAt');
    case 'resolution':
      return took(resolved, 'resolvedAt');
    case 'escalated_resolution':
      return took(
        resolved.filter(({ escalations }) => escalations > 0),
        'resolvedAt',
      );
    case 'escalation': {
      const { tier } = filter;
      const isUp = ({ from, to }: Row) => to > from;
      if (!tier) return share(filed, (ticket) => movesOf(ticket).some(isUp));
      const been = real.filter((ticket) => {
        const moves = movesOf(ticket);
        const places = [ticket.tier, ...moves.flatMap(({ from, to }) => [from, to])].map(String);
        return (
          isIn(ticket.createdAt) &&
          places.includes(tier) &&
          fits({ ...placeOf(ticket, ticket.assigneeId), tier })
        );
      });
      return share(been, (ticket) =>
        movesOf(ticket).some((move) => isUp(move) && String(move.from) === tier),
      );
    }
    case 'csat':
      return share(rated, ({ isGood }) => isGood);
    case 'link_rate':
      return share(resolved, ({ id }) => w.links.some(({ ticketId }) => ticketId === id));
    case 'known':
      return share(resolved, ({ wasKnown }) => wasKnown === true);
    case 'gap_age':
      return figureOfDurations([]);
  }
}

/** Wilson (1927), as in its Wikipedia article, written once more. */
function figureOfShare({ of, n }: { of: number; n: number }): Figure {
  if (n === 0) return { value: null, n, of, interval: null };
  const [z, p] = [1.959963984540054, of / n];
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const interval = {
    low: expect.closeTo(Math.max(0, centre - half), 9),
    high: expect.closeTo(Math.min(1, centre + half), 9),
  };
  return { value: p, n, of, interval: interval as unknown as { low: number; high: number } };
}

function figureOfDurations(values: number[]): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    if (sorted.length === 0) return null;
    const place = (sorted.length - 1) * share;
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return expect.closeTo(low + (high - low) * (place % 1), 6) as unknown as number;
  };
  return { value: at(0.5), n: sorted.length, p90: at(0.9) };
}

const durationsOf = (rows: MeasureRow[]) => figureOfDurations(rows.flatMap(({ minutes: own }) => own ?? []));

const sumsOfDays = async (q: Query) => {
  const rows = await q.select().from(q.tables.measureSums);
  const sorted = (sums: object) =>
    Object.entries(sums)
      .map(([name, sum]) => [name, Array.isArray(sum) ? sum.toSorted((a, b) => a - b) : sum])
      .sort();
  return rows.map((row) => JSON.stringify(sorted({ ...row, sums: sorted(row.sums) }))).sort();
};

const pick = <T>(next: () => number, items: readonly T[]): T => items[Math.floor(next() * items.length)]!;
const someTime = (next: () => number) => new Date(start + Math.floor(next() * days * 86_400_000));

async function fill(tx: Query): Promise<void> {
  const t = tx.tables;
  const next = random(7);
  const agents = agentIds.map((id) => ({
    id,
    email: `a${id}@example.org`,
    name: `A ${id}`,
    role: 'agent' as const,
    tier: id,
    locale: 'en',
    passwordHash: 'x',
    createdAt: new Date(start),
  }));
  await tx.insert(t.agents).values(agents as never);
  const keys = ['billing', 'login', 'mail'];
  await tx
    .insert(t.categories)
    .values(
      ['en', 'it'].flatMap((locale, l) =>
        keys.map((key, k) => ({ id: 1 + l * 3 + k, key, locale, slug: key, title: key })),
      ),
    );
  const article = (id: number) => ({
    ...{
      id,
      key: `a${id}`,
      locale: id % 3 === 0 ? 'it' : 'en',
      slug: `a${id}`,
      title: `A ${id}`,
      source: '',
    },
    ...{ categoryId: 1 + (id % 6), tags: [], related: [], headings: [], sections: [], extra: {} },
    ...{ createdAt: new Date(start), updatedAt: new Date(start) },
  });
  await tx.insert(t.articles).values(Array.from({ length: 12 }, (_, n) => article(n + 1)));
  let search = 0;
  const event = (visitId: string, at: Date, locale: string) => {
    const kind = pick(next, [
      'search',
      'search',
      'result_opened',
      'article_read',
      'vote',
      'ask_opened',
      'suggestions_shown',
      'suggestions_withheld',
      'suggestion_opened',
      'solved',
      'ticket_filed',
    ] as const);
    const hasArticle = ['result_opened', 'article_read', 'vote', 'suggestion_opened'].includes(kind);
    return {
      ...{ visitId, kind, at, locale },
      query:
        kind === 'search' || kind.startsWith('suggestions')
          ? pick(next, ['vpn', 'Refund', 'refund', 'printer'])
          : null,
      resultCount: kind === 'search' || kind.startsWith('suggestions') ? Math.floor(next() * 3) : null,
      verdict: kind === 'search' ? pick(next, ['answered', 'uncertain', 'nothing'] as const) : null,
      articleId: hasArticle ? 1 + Math.floor(next() * 14) : null,
      searchId: kind === 'result_opened' ? search || null : null,
      helpful: kind === 'vote' ? next() < 0.6 : null,
    };
  };
  for (let n = 0; n < sizes.visits; n++) {
    const startedAt = someTime(next);
    const locale = next() < 0.7 ? 'en' : 'it';
    const count = 1 + Math.floor(next() * 5);
    const lastAt = new Date(startedAt.getTime() + count * 60_000);
    await tx
      .insert(t.visits)
      .values({ id: `v${n}`, locale, startedAt, lastAt, isHelpSeeking: next() < 0.95 });
    for (let e = 1; e <= count; e++) {
      const row = event(`v${n}`, new Date(startedAt.getTime() + e * 60_000), locale);
      const [made] = await tx.insert(t.visitEvents).values(row).returning({ id: t.visitEvents.id });
      if (row.kind === 'search') search = made!.id;
      else if (row.kind === 'result_opened') search = 0;
    }
    if (next() < 0.4)
      await tx.insert(t.articleVotes).values({
        articleId: 1 + Math.floor(next() * 12),
        visitId: `v${n}`,
        helpful: next() < 0.6,
        createdAt: lastAt,
      });
  }
  await tx.insert(t.requesters).values(
    Array.from({ length: 30 }, (_, n) => ({
      id: n + 1,
      email: `r${n}@example.org`,
      name: 'R',
      createdAt: new Date(start),
    })),
  );
  for (let id = 1; id <= sizes.tickets; id++) await file(tx, next, id, someTime(next));
}

async function file(tx: Query, next: () => number, id: number, createdAt: Date): Promise<void> {
  const t = tx.tables;
  const after = (most: number) => new Date(createdAt.getTime() + Math.floor(next() * most));
  const isDone = next() < 0.7;
  const resolvedAt = isDone ? after(4 * 86_400_000) : null;
  const moves = next() < 0.3 ? [[1, 2], ...(next() < 0.4 ? [[2, next() < 0.7 ? 3 : 1]] : [])] : [];
  await tx.insert(t.tickets).values({
    ...{
      id,
      subject: `T ${id}`,
      requesterId: 1 + Math.floor(next() * 30),
      locale: next() < 0.7 ? 'en' : 'it',
      story: [],
    },
    ...{ accessKeyHash: `h${id}`, createdAt, updatedAt: resolvedAt ?? createdAt, lastMessageAt: createdAt },
    state: isDone ? pick(next, ['resolved', 'closed'] as const) : pick(next, ['new', 'open'] as const),
    resolvedAt,
    ...{
      tier: moves.at(-1)?.[1] ?? pick(next, [1, 1, 2, 3]),
      assigneeId: next() < 0.8 ? pick(next, agentIds) : null,
    },
    resolvedById: isDone && next() < 0.8 ? pick(next, agentIds) : null,
    firstReplyAt: next() < 0.8 ? after(86_400_000) : null,
    publicReplies: 1 + Math.floor(next() * 2),
    reopenings: next() < 0.2 ? 1 : 0,
    escalations: moves.filter(([from, to]) => to! > from!).length,
    wasKnown: isDone ? next() < 0.5 : null,
    solvedByArticleId: isDone && next() < 0.4 ? 1 + Math.floor(next() * 12) : null,
    spamAt: next() < 0.05 ? createdAt : null,
  });
  for (const [from, to] of moves)
    await tx.insert(t.ticketEvents).values({
      ticketId: id,
      actorKind: 'agent',
      kind: 'tier_changed',
      data: { from, to },
      at: after(3_600_000),
    });
  if (resolvedAt)
    await tx
      .insert(t.ticketEvents)
      .values({ ticketId: id, actorKind: 'agent', kind: 'resolved', data: {}, at: resolvedAt });
  const links = new Set(Array.from({ length: Math.floor(next() * 3) }, () => 1 + Math.floor(next() * 12)));
  for (const articleId of links)
    await tx.insert(t.ticketArticles).values({
      ticketId: id,
      articleId,
      relation: pick(next, ['answers', 'related'] as const),
      createdAt: after(3_600_000),
    });
  if (isDone && next() < 0.5)
    await tx.insert(t.ratings).values({
      ticketId: id,
      isGood: next() < 0.7,
      agentId: pick(next, agentIds),
      tier: pick(next, [1, 2, 3]),
      at: after(6 * 86_400_000),
    });
}

/** What happens while days are kept: tickets come, are touched, reopened and spam; articles move; visitors come back. */
async function change(tx: Query, next: () => number, at: Date): Promise<void> {
  const t = tx.tables;
  const some = () => 1 + Math.floor(next() * sizes.tickets);
  const number = 10_000 + Math.floor(at.getTime() / 60_000) - 29_000_000;
  await file(tx, next, number, someTime(next));
  await tx.update(t.tickets).set({ tier: 3, assigneeId: 2, updatedAt: at }).where(eq(t.tickets.id, some()));
  await tx.update(t.tickets).set({ spamAt: at, updatedAt: at }).where(eq(t.tickets.id, some()));
  await tx
    .update(t.tickets)
    .set({ state: 'open', resolvedAt: null, reopenings: 1, updatedAt: at })
    .where(eq(t.tickets.id, some()));
  await tx
    .update(t.articles)
    .set({ categoryId: 1 + Math.floor(next() * 6) })
    .where(eq(t.articles.id, 1 + Math.floor(next() * 12)));
  const visit = `v${Math.floor(next() * sizes.visits)}`;
  await tx.update(t.visits).set({ outcome: 'escalated', settledAt: at }).where(eq(t.visits.id, visit));
}
