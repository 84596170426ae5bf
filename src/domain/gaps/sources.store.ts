import { and, asc, eq, exists, gt, gte, inArray, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export interface Cursor {
  at: number;
  id: string | number;
}

/** Settled visits from a moment on, oldest first. */
export async function settledVisits(q: Query, { at, id }: Cursor, limit: number) {
  const { visits: v } = q.tables;
  const from = new Date(at);
  return q
    .select({ id: v.id, outcome: v.outcome, settledAt: v.settledAt })
    .from(v)
    .where(and(gte(v.settledAt, from), or(gt(v.settledAt, from), gt(v.id, String(id)))))
    .orderBy(asc(v.settledAt), asc(v.id))
    .limit(limit);
}

/** What visits asked and opened, in order. */
export async function askedIn(q: Query, visitIds: string[]) {
  const { visitEvents: e } = q.tables;
  if (visitIds.length === 0) return [];
  return q
    .select({
      id: e.id,
      visitId: e.visitId,
      kind: e.kind,
      at: e.at,
      locale: e.locale,
      query: e.query,
      verdict: e.verdict,
      searchId: e.searchId,
    })
    .from(e)
    .where(
      and(
        inArray(e.visitId, visitIds),
        inArray(e.kind, ['search', 'suggestions_shown', 'result_opened', 'suggestion_opened']),
      ),
    )
    .orderBy(asc(e.at), asc(e.id));
}

/** Questions of visits that turned out well after all. */
export async function questionsOfVisits(q: Query, visitIds: string[]) {
  const { visitEvents: e, gapQuestions: g } = q.tables;
  if (visitIds.length === 0) return [];
  return q
    .select({ kind: g.kind, sourceId: g.sourceId, gapId: g.gapId, at: g.at })
    .from(e)
    .innerJoin(g, and(eq(g.sourceId, e.id), inArray(g.kind, ['search', 'ask'])))
    .where(inArray(e.visitId, visitIds));
}

const finished = ['resolved', 'closed'] as const;
const every = ['new', 'open', 'waiting', ...finished] as const;

/** Tickets that changed since a moment, in the order they did. */
export async function changedTickets(q: Query, { at, id }: Cursor, limit: number) {
  const { tickets: t } = q.tables;
  const from = new Date(at);
  return q
    .select({ ...columns(q), updatedAt: t.updatedAt })
    .from(t)
    .where(
      and(
        inArray(t.state, [...every]),
        gte(t.updatedAt, from),
        or(gt(t.updatedAt, from), gt(t.id, Number(id))),
      ),
    )
    .orderBy(asc(t.updatedAt), asc(t.id))
    .limit(limit);
}

/** Tickets after one of them that were filed before a moment. */
export async function agedTickets(q: Query, after: number, before: Date, limit: number) {
  const { tickets: t } = q.tables;
  return q
    .select(columns(q))
    .from(t)
    .where(and(gt(t.id, after), lte(t.createdAt, before)))
    .orderBy(asc(t.id))
    .limit(limit);
}

export type SourceTicket = Awaited<ReturnType<typeof agedTickets>>[number];

function columns(q: Query) {
  const { tickets: t, messages: m, ticketArticles: l, articles: a } = q.tables;
  const answers = q
    .select({ one: sql`1` })
    .from(l)
    .innerJoin(a, eq(a.id, l.articleId))
    .where(and(eq(l.ticketId, t.id), inArray(l.relation, ['answers', 'created']), isNotNull(a.publishedAt)));
  const first = q
    .select({ body: sql<string>`substr(${m.body}, 1, 2000)` })
    .from(m)
    .where(and(eq(m.ticketId, t.id), eq(m.authorKind, 'requester')))
    .orderBy(asc(m.id))
    .limit(1);
  return {
    id: t.id,
    subject: t.subject,
    body: sql<string>`coalesce((${first}), '')`,
    locale: t.locale,
    state: t.state,
    createdAt: t.createdAt,
    wasKnown: t.wasKnown,
    isAnswered:
      sql`case when ${or(isNotNull(t.solvedByArticleId), exists(answers))} then 1 else 0 end`.mapWith(
        Boolean,
      ),
    isOut: sql`case when ${or(isNotNull(t.spamAt), isNotNull(t.mergedIntoId))} then 1 else 0 end`.mapWith(
      Boolean,
    ),
  };
}
