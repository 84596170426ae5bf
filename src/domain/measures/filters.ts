import {
  and,
  asc,
  desc,
  eq,
  gte,
  isNotNull,
  lt,
  or,
  sql,
  type Column,
  type SQL,
  type SQLWrapper,
} from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { jsonNumber } from '#db/sql.ts';
import type { Filter } from './dimension.ts';
import type { Period } from './period.ts';

/** From an instant until another, which is no longer in it. */
export type Span = Pick<Period, 'from' | 'to'>;

/** Whether a moment lies in a span. */
export const within = (column: Column, { from, to }: Span): SQL => and(gte(column, from), lt(column, to))!;

/**
 * A kind as a filter that no index is chosen for: without statistics, SQLite would walk every event of the kind instead
 * of the few of one visit or ticket. Every `|| ''` here is there for that.
 */
export const isKind = (column: Column, kind: string): SQL => sql`${column} || '' = ${kind}`;

/** Likewise of states: the span narrows better. */
export const isFinished = (state: Column): SQL => sql`${state} || '' in ('resolved', 'closed')`;

/**
 * Whether there is such a row, asked for each row alone: of `exists`, Postgres makes a list of all there are in the whole
 * table, however few rows of a day it is asked for.
 */
const isAny = (select: SQL): SQL<boolean> => sql<boolean>`((${select} limit 1) is not null)`;

/** Whether a visit asked and was shown suggestions. */
export const wasShownSuggestions = (visitId: Column): SQL<boolean> =>
  isAny(
    sql`select 1 from visit_events s where s.visit_id = ${visitId} and s.kind || '' = 'suggestions_shown' and s.result_count > 0`,
  );

/** Whether a visit said that it found what it needed. */
export const wasSolved = (visitId: Column): SQL<boolean> =>
  isAny(sql`select 1 from visit_events s where s.visit_id = ${visitId} and s.kind || '' = 'solved'`);

/** Whether a result of a search was opened. */
export const wasOpened = (searchId: Column): SQL<boolean> =>
  isAny(sql`select 1 from visit_events o where o.search_id = ${searchId} and o.kind || '' = 'result_opened'`);

/** The article that a visit was at last. */
export function lastArticle(q: Query, visitId: SQLWrapper): SQL<number | null> {
  const { visitEvents: e } = q.tables;
  const last = q
    .select({ id: e.articleId })
    .from(e)
    .where(and(eq(e.visitId, visitId), isNotNull(e.articleId)))
    .orderBy(desc(e.at), desc(e.id))
    .limit(1);
  return sql<number | null>`(${last})`;
}

/** The article of a ticket: the one that solved it, else one that answers it, else the first that was linked. */
export function articleOf(q: Query): SQL<number | null> {
  const { tickets: t, ticketArticles: l } = q.tables;
  const linked = q
    .select({ id: l.articleId })
    .from(l)
    .where(eq(l.ticketId, t.id))
    .orderBy(sql`case when ${l.relation} = 'related' then 1 else 0 end`, asc(l.createdAt), asc(l.articleId))
    .limit(1);
  return sql<number | null>`coalesce(${t.solvedByArticleId}, (${linked}))`;
}

/** Whether an article (an expression that names its id) stands in a category, if one is asked for. */
export function isInCategory(q: Query, articleId: SQLWrapper, { category }: Filter): SQL | undefined {
  if (category === undefined) return undefined;
  const { measureArticles: m } = q.tables;
  const inIt = q.select({ id: m.articleId }).from(m).where(eq(m.category, category));
  return sql`${articleId} in (${inIt})`;
}

/** The agent that a resolved ticket counts for. */
export const resolverOf = (q: Query): SQL<number | null> =>
  sql<number | null>`coalesce(${q.tables.tickets.resolvedById}, ${q.tables.tickets.assigneeId})`;

/** Whether a ticket was ever at a tier: it is there, or went there, or left it. */
export function wasAtTier(q: Query, tier: string): SQL {
  const { tickets: t, ticketEvents: e } = q.tables;
  const moved = or(
    eq(jsonNumber(q, e.data, 'from'), Number(tier)),
    eq(jsonNumber(q, e.data, 'to'), Number(tier)),
  );
  const wasMoved = and(eq(e.ticketId, t.id), isKind(e.kind, 'tier_changed'), moved);
  return sql`(${t.tier} = ${Number(tier)} or ${isAny(sql`select 1 from ${e} where ${wasMoved}`)})`;
}

/** Whether a ticket was handed up: from a tier if one is asked for. */
export function wasHandedUp(q: Query, tier: string | undefined): SQL<boolean> {
  const { tickets: t, ticketEvents: e } = q.tables;
  const [from, to] = [jsonNumber(q, e.data, 'from'), jsonNumber(q, e.data, 'to')];
  const isFrom = tier === undefined ? undefined : eq(from, Number(tier));
  const up = and(eq(e.ticketId, t.id), isKind(e.kind, 'tier_changed'), sql`${to} > ${from}`, isFrom);
  return isAny(sql`select 1 from ${e} where ${up}`);
}
