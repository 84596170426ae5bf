import { and, asc, eq, exists, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, countWhere } from '#db/sql.ts';
import type { Outcome } from '#src/domain/visits/visit.ts';
import {
  articleOf,
  isFinished,
  isKind,
  lastArticle,
  resolverOf,
  wasShownSuggestions,
  wasSolved,
  within,
  type Span,
} from './filters.ts';

/** Visits that began in a span, alike ones together; only settled ones count. */
export async function visitFacts(q: Query, span: Span) {
  const { visits: v } = q.tables;
  const visit = q
    .select({
      locale: v.locale,
      outcome: sql<Outcome>`${v.outcome}`.as('outcome'),
      articleId: lastArticle(q, v.id).as('last_article'),
      hasAsked: wasShownSuggestions(v.id).as('has_asked'),
      isSolved: sql<boolean>`(${v.outcome} = 'confirmed' and ${wasSolved(v.id)})`.as('is_solved'),
    })
    .from(v)
    .where(and(within(v.startedAt, span), isNotNull(v.outcome)))
    .as('visit');
  const { locale, outcome, articleId, hasAsked, isSolved } = visit;
  const rows = await q
    .select({ locale, outcome, articleId, hasAsked, isSolved, n: countAll() })
    .from(visit)
    .groupBy(locale, sql`${outcome}`, sql`${articleId}`, sql`${hasAsked}`, sql`${isSolved}`);
  return rows.map((row) => ({ ...row, hasAsked: Boolean(row.hasAsked), isSolved: Boolean(row.isSolved) }));
}

/** The votes of a span by article. */
export async function voteFacts(q: Query, span: Span) {
  const { articleVotes: v, articles: a } = q.tables;
  return q
    .select({
      locale: a.locale,
      articleId: v.articleId,
      yes: countWhere(v.helpful),
      no: countWhere(eq(v.helpful, false)),
    })
    .from(v)
    .innerJoin(a, eq(a.id, v.articleId))
    .where(within(v.createdAt, span))
    .groupBy(a.locale, v.articleId);
}

/** The tickets that were filed in a span, with every move from tier to tier. */
export async function filedTickets(q: Query, span: Span) {
  const { tickets: t, ticketEvents: e } = q.tables;
  const inSpan = and(within(t.createdAt, span), isNull(t.spamAt));
  const filed = await q
    .select({
      id: t.id,
      locale: t.locale,
      articleId: articleOf(q),
      tier: t.tier,
      agentId: t.assigneeId,
      requesterId: t.requesterId,
      createdAt: t.createdAt,
      firstReplyAt: t.firstReplyAt,
    })
    .from(t)
    .where(inSpan)
    .orderBy(asc(t.id));
  const moved = await q
    .select({ ticketId: e.ticketId, data: e.data })
    .from(t)
    .innerJoin(e, eq(e.ticketId, t.id))
    .where(and(inSpan, isKind(e.kind, 'tier_changed')))
    .orderBy(asc(e.at), asc(e.id));
  const moves = Map.groupBy(moved, (event) => event.ticketId);
  const movesOf = (id: number) =>
    (moves.get(id) ?? []).map(({ data }) => ({ from: Number(data['from']), to: Number(data['to']) }));
  return filed.map((ticket) => ({ ...ticket, moves: movesOf(ticket.id) }));
}

/** The tickets that were resolved in a span and still are. */
export async function resolvedTickets(q: Query, span: Span) {
  const { tickets: t, ticketArticles: a } = q.tables;
  const link = q
    .select({ one: sql`1` })
    .from(a)
    .where(eq(a.ticketId, t.id));
  return q
    .select({
      locale: t.locale,
      articleId: articleOf(q),
      tier: t.tier,
      agentId: resolverOf(q),
      createdAt: t.createdAt,
      resolvedAt: sql<Date>`${t.resolvedAt}`.mapWith(t.resolvedAt),
      publicReplies: t.publicReplies,
      reopenings: t.reopenings,
      escalations: t.escalations,
      wasKnown: t.wasKnown,
      isLinked: sql<boolean>`${exists(link)}`.mapWith(Boolean),
    })
    .from(t)
    .where(and(within(t.resolvedAt, span), isFinished(t.state), isNull(t.spamAt)))
    .orderBy(asc(t.id));
}

/** What the requesters of a span said of the help they got, alike answers together. */
export async function ratingFacts(q: Query, span: Span) {
  const { ratings: r, tickets: t } = q.tables;
  const rated = q
    .select({
      locale: t.locale,
      articleId: articleOf(q).as('article'),
      tier: r.tier,
      agentId: r.agentId,
      isGood: r.isGood,
    })
    .from(r)
    .innerJoin(t, eq(t.id, r.ticketId))
    .where(and(within(r.at, span), isNull(t.spamAt)))
    .as('rated');
  const { locale, articleId, tier, agentId } = rated;
  return q
    .select({ locale, articleId, tier, agentId, n: countAll(), good: countWhere(rated.isGood) })
    .from(rated)
    .groupBy(locale, sql`${articleId}`, tier, agentId);
}
