import {
  and,
  asc,
  between,
  countDistinct,
  desc,
  eq,
  exists,
  gt,
  gte,
  isNotNull,
  isNull,
  lt,
  max,
  or,
  sql,
  type Column,
  type SQL,
} from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, countWhere, forUpdate } from '#db/sql.ts';
import type { DayRow } from './metric.ts';
import { rowsOfFiled, rowsOfResolved } from './ticketDay.ts';

/** Distinct searches that are kept of each day: the most frequent ones. */
export const searchesKept = 300;

interface Span {
  from: Date;
  to: Date;
}

/** What the visits that began in a span came to; only settled ones count. */
export async function visitRows(q: Query, { from, to }: Span): Promise<DayRow[]> {
  const { visits: v } = q.tables;
  const rows = await q
    .select({ part: v.outcome, n: countAll() })
    .from(v)
    .where(and(gte(v.startedAt, from), lt(v.startedAt, to), isNotNull(v.outcome)))
    .groupBy(v.outcome);
  return rows.map(({ part, n }) => ({ metric: 'visits', part: part!, n, minutes: [] }));
}

/** The searches of settled visits. */
export async function searchRows(q: Query, span: Span): Promise<DayRow[]> {
  const { isOpened, isNothing, from } = searchesOf(q, span);
  const [row] = await q
    .select({
      searches: countAll(),
      searches_opened: countWhere(isOpened),
      searches_nothing: countWhere(isNothing),
      searches_no_click: countWhere(sql`not ${isNothing} and not ${isOpened}`),
    })
    .from(from);
  return rowsFrom(row!);
}

export interface SearchRow {
  locale: string;
  query: string;
  searches: number;
  nothing: number;
  noClick: number;
}

/** The most frequent searches of a span, with how they ended; upper and lower case are the same. */
export async function topSearches(q: Query, span: Span): Promise<SearchRow[]> {
  const { search, isOpened, isNothing, from } = searchesOf(q, span);
  const exact = await q
    .select({
      locale: search.locale,
      query: search.query,
      searches: countAll(),
      nothing: countWhere(isNothing),
      noClick: countWhere(sql`not ${isNothing} and not ${isOpened}`),
    })
    .from(from)
    .groupBy(search.locale, search.query)
    .orderBy(desc(sql`count(*)`), asc(search.query))
    .limit(searchesKept);
  return mergeSearches(exact.map((row) => ({ ...row, query: (row.query ?? '').toLowerCase() })));
}

/** One row for each search in each language, the most frequent first. */
export function mergeSearches(rows: readonly SearchRow[]): SearchRow[] {
  const merged = new Map<string, SearchRow>();
  for (const row of rows) {
    const known = merged.get(`${row.locale} ${row.query}`);
    if (!known) merged.set(`${row.locale} ${row.query}`, { ...row });
    for (const count of ['searches', 'nothing', 'noClick'] as const) if (known) known[count] += row[count];
  }
  return [...merged.values()].sort((a, b) => b.searches - a.searches);
}

/** Each search of a span once, with whether it found nothing and whether a result of it was opened. */
function searchesOf(q: Query, { from, to }: Span) {
  const { visitEvents: e, visits: v } = q.tables;
  const opened = sql<boolean>`exists (select 1 from visit_events o where o.search_id = ${e.id} and o.kind || '' = 'result_opened')`;
  const search = q
    .select({
      locale: e.locale,
      query: e.query,
      isNothing: sql<boolean>`(${e.resultCount} = 0 or ${e.verdict} = 'nothing')`.as('is_nothing'),
      isOpened: opened.as('is_opened'),
    })
    .from(e)
    .innerJoin(v, eq(v.id, e.visitId))
    .where(and(eq(e.kind, 'search'), gte(e.at, from), lt(e.at, to), isNotNull(v.settledAt)))
    .as('search');
  return { search, isOpened: sql`${search.isOpened}`, isNothing: sql`${search.isNothing}`, from: search };
}

/** Visits that began in a span and were shown suggestions when they asked, and those of them that ended solved; settled ones. */
export async function askRows(q: Query, { from, to }: Span): Promise<DayRow[]> {
  const { visits: v } = q.tables;
  const shown = sql`exists (select 1 from visit_events s where s.visit_id = ${v.id} and s.kind || '' = 'suggestions_shown' and s.result_count > 0)`;
  const solved = sql`exists (select 1 from visit_events s where s.visit_id = ${v.id} and s.kind || '' = 'solved')`;
  const [row] = await q
    .select({ asks: countAll(), asks_solved: countWhere(sql`${v.outcome} = 'confirmed' and ${solved}`) })
    .from(v)
    .where(and(gte(v.startedAt, from), lt(v.startedAt, to), isNotNull(v.settledAt), shown));
  return rowsFrom(row!);
}

export async function voteRows(q: Query, { from, to }: Span): Promise<DayRow[]> {
  const { articleVotes: v } = q.tables;
  const [row] = await q
    .select({ votes_yes: countWhere(v.helpful), votes_no: countWhere(eq(v.helpful, false)) })
    .from(v)
    .where(and(gte(v.createdAt, from), lt(v.createdAt, to)));
  return rowsFrom(row!);
}

/**
 * A kind as a filter that no index is chosen for: without statistics, SQLite would walk every event of the kind instead
 * of the few of one visit or ticket. The `|| ''` above says the same.
 */
const isKind = (column: Column, kind: string): SQL => sql`${column} || '' = ${kind}`;

/** Likewise of states: the span narrows better. */
export const isFinished = (state: Column): SQL => sql`${state} || '' in ('resolved', 'closed')`;

/** The tickets that were filed in a span, as its metrics. */
export async function filedRows(q: Query, { from, to }: Span): Promise<DayRow[]> {
  const { tickets: t, ticketEvents: e } = q.tables;
  const inSpan = and(gte(t.createdAt, from), lt(t.createdAt, to));
  const filed = await q
    .select({ id: t.id, tier: t.tier, createdAt: t.createdAt, firstReplyAt: t.firstReplyAt })
    .from(t)
    .where(inSpan);
  const moved = await q
    .select({ ticketId: e.ticketId, data: e.data })
    .from(t)
    .innerJoin(e, eq(e.ticketId, t.id))
    .where(and(inSpan, isKind(e.kind, 'tier_changed')))
    .orderBy(asc(e.at), asc(e.id));
  const moves = Map.groupBy(moved, (event) => event.ticketId);
  const movesOf = (id: number) =>
    (moves.get(id) ?? []).map(({ data }) => ({ from: Number(data['from']), to: Number(data['to']) }));
  return rowsOfFiled(filed.map((ticket) => ({ ...ticket, moves: movesOf(ticket.id) })));
}

/** The tickets that were resolved in a span and still are, as its metrics. */
export async function resolvedRows(q: Query, { from, to }: Span): Promise<DayRow[]> {
  const { tickets: t, ticketArticles: a } = q.tables;
  const link = q
    .select({ one: sql`1` })
    .from(a)
    .where(eq(a.ticketId, t.id));
  const resolved = await q
    .select({
      tier: t.tier,
      createdAt: t.createdAt,
      resolvedAt: t.resolvedAt,
      publicReplies: t.publicReplies,
      reopenings: t.reopenings,
      escalations: t.escalations,
      wasKnown: t.wasKnown,
      isLinked: sql<boolean>`${exists(link)}`.mapWith(Boolean),
    })
    .from(t)
    .where(and(gte(t.resolvedAt, from), lt(t.resolvedAt, to), isFinished(t.state)));
  return rowsOfResolved(resolved.map((ticket) => ({ ...ticket, resolvedAt: ticket.resolvedAt! })));
}

const rowsFrom = (counts: Record<string, number>): DayRow[] =>
  Object.entries(counts).map(([metric, n]) => ({
    metric: metric as DayRow['metric'],
    part: '',
    n,
    minutes: [],
  }));

// ── what is kept of days ─────────────────────────────────────────────────────────────────────────────────────────────

/** Put a day's rows in the place of what was kept of it. */
export async function keepDay(tx: Query, day: string, rows: DayRow[], searches: SearchRow[]): Promise<void> {
  const { measureDays, measureSearches } = tx.tables;
  await tx.delete(measureDays).where(eq(measureDays.day, day));
  await tx.delete(measureSearches).where(eq(measureSearches.day, day));
  const kept = rows.filter((row) => row.n > 0);
  if (kept.length > 0) await tx.insert(measureDays).values(kept.map((row) => ({ ...row, day })));
  const worded = searches.filter((search) => search.query);
  if (worded.length > 0)
    await tx.insert(measureSearches).values(worded.map((search) => ({ ...search, day })));
}

export async function forgetDays(tx: Query): Promise<void> {
  await tx.delete(tx.tables.measureDays);
  await tx.delete(tx.tables.measureSearches);
}

export async function loadDays(q: Query, firstDay: string, lastDay: string) {
  const { measureDays: d } = q.tables;
  return (await q
    .select()
    .from(d)
    .where(between(d.day, firstDay, lastDay))
    .orderBy(asc(d.day))) as (DayRow & { day: string })[];
}

/** Different people who filed a ticket in a span. */
export async function countRequesters(q: Query, { from, to }: Span): Promise<number> {
  const { tickets: t } = q.tables;
  const [row] = await q
    .select({ n: countDistinct(t.requesterId) })
    .from(t)
    .where(and(gte(t.createdAt, from), lt(t.createdAt, to)));
  return Number(row!.n);
}

/** Help-seeking visits of a span that have no outcome yet. */
export async function countUnsettled(q: Query, { from, to }: Span): Promise<number> {
  const { visits: v } = q.tables;
  const [row] = await q
    .select({ n: countAll() })
    .from(v)
    .where(and(isNull(v.settledAt), v.isHelpSeeking, gte(v.startedAt, from), lt(v.startedAt, to)));
  return row!.n;
}

// ── what changed ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** How far the kept days go: of which time zone, and every change up to when. */
export interface Progress {
  timeZone: string;
  version: number;
  /** Milliseconds since 1970. */
  seenUntil: number;
  /** The newest rows that were seen: rows may come in that happened long ago. */
  newest: Newest;
}
export interface Newest {
  event: number;
  ticket: number;
  vote: number;
}

const progressKey = 'measures';

/** Let no other process add up days until the write ends. */
export async function lockProgress(tx: Query): Promise<void> {
  const { settings } = tx.tables;
  const nothing: Progress = {
    timeZone: '',
    version: 0,
    seenUntil: 0,
    newest: { event: 0, ticket: 0, vote: 0 },
  };
  await tx.insert(settings).values({ key: progressKey, value: nothing }).onConflictDoNothing();
  await forUpdate(tx, tx.select().from(settings).where(eq(settings.key, progressKey)));
}

export async function keepProgress(tx: Query, value: Progress): Promise<void> {
  const { settings } = tx.tables;
  await tx.update(settings).set({ value }).where(eq(settings.key, progressKey));
}

export async function findProgress(q: Query): Promise<Progress | null> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, progressKey));
  return (row?.value as Progress | null) ?? null;
}

export async function findNewest(q: Query): Promise<Newest> {
  const { visitEvents, tickets, articleVotes } = q.tables;
  const [event] = await q.select({ id: max(visitEvents.id) }).from(visitEvents);
  const [ticket] = await q.select({ id: max(tickets.id) }).from(tickets);
  const [vote] = await q.select({ id: max(articleVotes.id) }).from(articleVotes);
  return { event: event?.id ?? 0, ticket: ticket?.id ?? 0, vote: vote?.id ?? 0 };
}

/**
 * Instants whose days changed: of visits that settled, votes, and tickets that somebody touched since a time, and of
 * rows newer than those seen before, whenever they say that they happened.
 */
export async function changedSince(q: Query, since: Date, newest: Newest): Promise<Date[]> {
  const { visits: v, visitEvents, articleVotes: a, tickets: t, ticketEvents: e } = q.tables;
  const settled = await q.select({ from: v.startedAt, to: v.lastAt }).from(v).where(gte(v.settledAt, since));
  const late = await q
    .selectDistinct({ from: v.startedAt, to: v.lastAt })
    .from(visitEvents)
    .innerJoin(v, eq(v.id, visitEvents.visitId))
    .where(
      and(gt(visitEvents.id, since.getTime() === 0 ? 2_147_483_647 : newest.event), lt(v.settledAt, since)),
    );
  const votes = await q
    .select({ at: a.createdAt })
    .from(a)
    .where(or(gte(a.createdAt, since), gt(a.id, newest.vote)));
  const isTouched = or(gte(t.updatedAt, since), gt(t.id, newest.ticket));
  const touched = await q.select({ created: t.createdAt, resolved: t.resolvedAt }).from(t).where(isTouched);
  // A ticket that was reopened is no longer counted on the day it was first resolved.
  const resolutions = await q
    .select({ at: e.at })
    .from(t)
    .innerJoin(e, eq(e.ticketId, t.id))
    .where(and(isTouched, gt(t.reopenings, 0), isKind(e.kind, 'resolved')));
  return [
    ...[...settled, ...late].flatMap(({ from, to }) => everyDay(from, to)),
    ...votes.flatMap(({ at }) => [at, new Date(at.getTime() - 86_400_000)]),
    ...touched.flatMap(({ created, resolved }) => (resolved ? [created, resolved] : [created])),
    ...resolutions.map(({ at }) => at),
  ];
}

/** Instants that touch every day from one to another. */
function everyDay(from: Date, to: Date): Date[] {
  const instants = [to];
  for (let at = from.getTime(); at < to.getTime(); at += 72_000_000) instants.push(new Date(at));
  return instants;
}
