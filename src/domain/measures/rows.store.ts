import { and, asc, desc, eq, gte, inArray, isNotNull, lt, sql, type Column, type SQL } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { isFinished } from './days.store.ts';
import { measureOf, type MeasureName, type RowKind } from './measures.ts';
import type { Period } from './period.ts';

/** One row behind a figure; what does not apply is left out. */
export interface MeasureRow {
  at: Date;
  locale?: string;
  /** Whether it counts for the upper part of the formula. */
  counts?: boolean;
  outcome?: string;
  /** Words that were searched for or asked. */
  words?: string;
  articleId?: number;
  articleTitle?: string;
  helpful?: boolean;
  comment?: string;
  ticketId?: number;
  subject?: string;
  tier?: number;
  minutes?: number | null;
}

type Span = Pick<Period, 'from' | 'to'>;
interface Page {
  offset: number;
  limit: number;
}

export function listRows(q: Query, name: MeasureName, span: Span, page: Page): Promise<MeasureRow[]> {
  return lists[measureOf(name).rows](q, name, span, page);
}

type List = (q: Query, name: MeasureName, span: Span, page: Page) => Promise<MeasureRow[]>;

const lists: Record<RowKind, List> = {
  visits: listVisits,
  asks: listAsks,
  searches: listSearches,
  votes: listVotes,
  filed: listFiled,
  resolved: listResolved,
};

/** Outcomes that a measure is made of, and those in its upper part. */
const outcomes: Partial<Record<MeasureName, { all: string[]; of: string[] }>> = {
  deflection: { all: ['confirmed', 'escalated'], of: ['confirmed'] },
  deflection_upper: { all: ['confirmed', 'potential', 'escalated'], of: ['confirmed', 'potential'] },
};

async function listVisits(q: Query, name: MeasureName, span: Span, page: Page): Promise<MeasureRow[]> {
  const { visits: v } = q.tables;
  const wanted = outcomes[name];
  const isWanted = wanted ? inArray(v.outcome, wanted.all as never[]) : isNotNull(v.outcome);
  const rows = await visitsOf(q, and(within(v.startedAt, span), isWanted), page);
  return rows.map((row) => ({ ...row, ...(wanted && { counts: wanted.of.includes(row.outcome) }) }));
}

async function listAsks(q: Query, _: MeasureName, span: Span, page: Page): Promise<MeasureRow[]> {
  const { visits: v } = q.tables;
  const shown = sql`exists (select 1 from visit_events s where s.visit_id = ${v.id} and s.kind || '' = 'suggestions_shown' and s.result_count > 0)`;
  const rows = await visitsOf(q, and(within(v.startedAt, span), isNotNull(v.settledAt), shown), page);
  const solved = await visitsWith(
    q,
    rows.map(({ id }) => id),
    'solved',
  );
  return rows.map((row) => ({ ...row, counts: row.outcome === 'confirmed' && solved.has(row.id) }));
}

/** Visits with the words they searched or asked with. */
async function visitsOf(q: Query, where: SQL | undefined, { offset, limit }: Page) {
  const { visits: v, visitEvents: e } = q.tables;
  const visits = await q
    .select({ id: v.id, at: v.startedAt, locale: v.locale, outcome: v.outcome })
    .from(v)
    .where(where)
    .orderBy(desc(v.startedAt), asc(v.id))
    .limit(limit)
    .offset(offset);
  const ids = visits.map(({ id }) => id);
  const events = await inBatches(ids, (batch) =>
    q
      .select({ visitId: e.visitId, query: e.query, ticketId: e.ticketId })
      .from(e)
      .where(inArray(e.visitId, batch))
      .orderBy(asc(e.at), asc(e.id)),
  );
  const byVisit = Map.groupBy(events, (event) => event.visitId);
  return visits.map(({ id, at, locale, outcome }) => {
    const own = byVisit.get(id) ?? [];
    const words = [...new Set(own.flatMap(({ query }) => query || []))].join(' · ');
    const ticketId = own.findLast((event) => event.ticketId !== null)?.ticketId;
    return { id, at, locale, outcome: outcome!, words, ...(ticketId && { ticketId }) };
  });
}

async function visitsWith(q: Query, ids: string[], kind: 'solved'): Promise<Set<string>> {
  const { visitEvents: e } = q.tables;
  const rows = await inBatches(ids, (batch) =>
    q
      .select({ id: e.visitId })
      .from(e)
      .where(and(inArray(e.visitId, batch), sql`${e.kind} || '' = ${kind}`)),
  );
  return new Set(rows.map(({ id }) => id));
}

async function listSearches(
  q: Query,
  name: MeasureName,
  span: Span,
  { offset, limit }: Page,
): Promise<MeasureRow[]> {
  const { visitEvents: e, visits: v } = q.tables;
  const searches = await q
    .select({
      id: e.id,
      at: e.at,
      locale: e.locale,
      query: e.query,
      resultCount: e.resultCount,
      verdict: e.verdict,
    })
    .from(e)
    .innerJoin(v, eq(v.id, e.visitId))
    .where(and(eq(e.kind, 'search'), within(e.at, span), isNotNull(v.settledAt)))
    .orderBy(desc(e.at), desc(e.id))
    .limit(limit)
    .offset(offset);
  const opened = new Map(
    (
      await inBatches(
        searches.map(({ id }) => id),
        (batch) =>
          q
            .select({ searchId: e.searchId, articleId: e.articleId })
            .from(e)
            .where(and(inArray(e.searchId, batch), sql`${e.kind} || '' = 'result_opened'`)),
      )
    ).map(({ searchId, articleId }) => [searchId!, articleId!] as const),
  );
  const titles = await titlesOf(q, [...opened.values()]);
  return searches.map(({ id, at, locale, query, resultCount, verdict }) => {
    const articleId = opened.get(id);
    const isNothing = resultCount === 0 || verdict === 'nothing';
    const isOpened = articleId !== undefined;
    const ends = { search_nothing: isNothing, search_no_click: !isNothing && !isOpened };
    const counts = ends[name as keyof typeof ends] ?? isOpened;
    const article = isOpened ? { articleId, articleTitle: titles.get(articleId) ?? `#${articleId}` } : {};
    return { at, locale, counts, words: query ?? '', ...article };
  });
}

async function listVotes(
  q: Query,
  _: MeasureName,
  span: Span,
  { offset, limit }: Page,
): Promise<MeasureRow[]> {
  const { articleVotes: v, articles: a } = q.tables;
  const rows = await q
    .select({
      at: v.createdAt,
      articleId: v.articleId,
      articleTitle: a.title,
      locale: a.locale,
      helpful: v.helpful,
      comment: v.comment,
    })
    .from(v)
    .innerJoin(a, eq(a.id, v.articleId))
    .where(within(v.createdAt, span))
    .orderBy(desc(v.createdAt), desc(v.id))
    .limit(limit)
    .offset(offset);
  return rows.map((row) => ({ ...row, counts: row.helpful }));
}

async function listFiled(q: Query, name: MeasureName, span: Span, page: Page): Promise<MeasureRow[]> {
  const { tickets: t } = q.tables;
  const isMeasured = name === 'first_reply' ? isNotNull(t.firstReplyAt) : undefined;
  const rows = await ticketsOf(q, and(within(t.createdAt, span), isMeasured), desc(t.createdAt), page);
  return rows.map((row) =>
    name === 'first_reply'
      ? { ...shown(row), at: row.createdAt, minutes: minutesBetween(row.createdAt, row.firstReplyAt!) }
      : { ...shown(row), at: row.createdAt, counts: row.escalations > 0 },
  );
}

async function listResolved(q: Query, name: MeasureName, span: Span, page: Page): Promise<MeasureRow[]> {
  const { tickets: t, ticketArticles } = q.tables;
  const isMeasured = name === 'escalated_resolution' ? sql`${t.escalations} > 0` : undefined;
  const where = and(within(t.resolvedAt, span), isFinished(t.state), isMeasured);
  const rows = await ticketsOf(q, where, desc(t.resolvedAt), page);
  const links = await inBatches(
    rows.map(({ ticketId }) => ticketId),
    (batch) =>
      q
        .select({ id: ticketArticles.ticketId })
        .from(ticketArticles)
        .where(inArray(ticketArticles.ticketId, batch)),
  );
  const linked = new Set(links.map(({ id }) => id));
  return rows.map((row) => {
    const tests: Partial<Record<MeasureName, boolean>> = {
      first_contact: row.publicReplies === 1 && row.reopenings === 0,
      link_rate: linked.has(row.ticketId),
      known: row.wasKnown === true,
    };
    const counts = tests[name];
    const minutes = minutesBetween(row.createdAt, row.resolvedAt!);
    return { ...shown(row), at: row.resolvedAt!, ...(counts === undefined ? { minutes } : { counts }) };
  });
}

function ticketsOf(q: Query, where: SQL | undefined, order: SQL, { offset, limit }: Page) {
  const { tickets: t } = q.tables;
  return q
    .select({
      ticketId: t.id,
      subject: t.subject,
      tier: t.tier,
      locale: t.locale,
      createdAt: t.createdAt,
      firstReplyAt: t.firstReplyAt,
      resolvedAt: t.resolvedAt,
      publicReplies: t.publicReplies,
      reopenings: t.reopenings,
      escalations: t.escalations,
      wasKnown: t.wasKnown,
    })
    .from(t)
    .where(where)
    .orderBy(order, desc(t.id))
    .limit(limit)
    .offset(offset);
}

type TicketRow = Awaited<ReturnType<typeof ticketsOf>>[number];
const shown = ({ ticketId, subject, tier, locale }: TicketRow) => ({ ticketId, subject, tier, locale });

const minutesBetween = (from: Date, to: Date) => Math.max(0, (to.getTime() - from.getTime()) / 60_000);

async function titlesOf(q: Query, ids: number[]): Promise<Map<number, string>> {
  const { articles: a } = q.tables;
  const rows = await inBatches([...new Set(ids)], (batch) =>
    q.select({ id: a.id, title: a.title }).from(a).where(inArray(a.id, batch)),
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Both engines bound the values of one statement. */
async function inBatches<I, R>(ids: I[], load: (batch: I[]) => PromiseLike<R[]>): Promise<R[]> {
  const rows: R[] = [];
  for (let at = 0; at < ids.length; at += 5_000) rows.push(...(await load(ids.slice(at, at + 5_000))));
  return rows;
}

const within = (column: Column, { from, to }: Span) => and(gte(column, from), lt(column, to));
