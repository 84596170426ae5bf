import { and, asc, eq, exists, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, countWhere } from '#db/sql.ts';
import { isFinished, isKind, wasShownSuggestions, wasSolved, within, type Span } from './filters.ts';
import { rowsOfCounts, type DayRow } from './metric.ts';
import { rowsOfFiled, rowsOfResolved } from './ticketDay.ts';

/** What the visits that began in a span came to; only settled ones count. */
export async function visitRows(q: Query, span: Span): Promise<DayRow[]> {
  const { visits: v } = q.tables;
  const rows = await q
    .select({ part: v.outcome, n: countAll() })
    .from(v)
    .where(and(within(v.startedAt, span), isNotNull(v.outcome)))
    .groupBy(v.outcome);
  return rows.map(({ part, n }) => ({ metric: 'visits', part: part!, n, minutes: [] }));
}

/** Visits that began in a span and were shown suggestions when they asked, and those of them that ended solved; settled ones. */
export async function askRows(q: Query, span: Span): Promise<DayRow[]> {
  const { visits: v } = q.tables;
  const [row] = await q
    .select({
      asks: countAll(),
      asks_solved: countWhere(sql`${v.outcome} = 'confirmed' and ${wasSolved(v.id)}`),
    })
    .from(v)
    .where(and(within(v.startedAt, span), isNotNull(v.settledAt), wasShownSuggestions(v.id)));
  return rowsOfCounts(row!);
}

/** The votes of a span. */
export async function voteRows(q: Query, span: Span): Promise<DayRow[]> {
  const { articleVotes: v } = q.tables;
  const [row] = await q
    .select({ votes_yes: countWhere(v.helpful), votes_no: countWhere(eq(v.helpful, false)) })
    .from(v)
    .where(within(v.createdAt, span));
  return rowsOfCounts(row!);
}

/** The tickets that were filed in a span, as its metrics. */
export async function filedRows(q: Query, span: Span): Promise<DayRow[]> {
  const { tickets: t, ticketEvents: e } = q.tables;
  const inSpan = and(within(t.createdAt, span), isNull(t.spamAt));
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
export async function resolvedRows(q: Query, span: Span): Promise<DayRow[]> {
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
    .where(and(within(t.resolvedAt, span), isFinished(t.state), isNull(t.spamAt)));
  return rowsOfResolved(resolved.map((ticket) => ({ ...ticket, resolvedAt: ticket.resolvedAt! })));
}
