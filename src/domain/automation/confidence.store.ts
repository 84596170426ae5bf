import { and, countDistinct, eq, gte, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countWhere } from '#db/sql.ts';

/** Agents who linked each article as the answer, of articles that anybody did, with what they count as now. */
export async function listReuse(q: Query) {
  const { ticketArticles: l, articles: a } = q.tables;
  return q
    .select({ id: a.id, confidence: a.confidence, agents: countDistinct(l.agentId).mapWith(Number) })
    .from(l)
    .innerJoin(a, eq(a.id, l.articleId))
    .where(and(inArray(l.relation, ['answers', 'created']), isNotNull(l.agentId)))
    .groupBy(a.id, a.confidence);
}

export async function listConfirmed(q: Query): Promise<number[]> {
  const { articles: a } = q.tables;
  return (await q.select({ id: a.id }).from(a).where(eq(a.confidence, 'confirmed'))).map(({ id }) => id);
}

export async function listFlagged(q: Query): Promise<number[]> {
  const { articleFlags: f } = q.tables;
  return (await q.selectDistinct({ id: f.articleId }).from(f).where(isNull(f.doneAt))).map(({ id }) => id);
}

/** Votes on articles since a moment. */
export async function countVotes(q: Query, ids: number[], since: Date) {
  const { articleVotes: v } = q.tables;
  if (ids.length === 0) return [];
  return q
    .select({ id: v.articleId, no: countWhere(eq(v.helpful, false)), yes: countWhere(eq(v.helpful, true)) })
    .from(v)
    .where(and(inArray(v.articleId, ids), gte(v.createdAt, since)))
    .groupBy(v.articleId);
}

/** Settled visits that read an article since a moment, and those that filed a ticket all the same. */
export async function countReaders(q: Query, id: number, since: Date) {
  const { visitEvents: e, visits: v } = q.tables;
  const [row] = await q
    .select({
      readers: countDistinct(e.visitId).mapWith(Number),
    })
    .from(e)
    .innerJoin(v, and(eq(v.id, e.visitId), isNotNull(v.outcome)))
    .where(and(eq(e.articleId, id), eq(e.kind, 'article_read'), gte(e.at, since)));
  const [bad] = await q
    .select({ escalated: countDistinct(e.visitId).mapWith(Number) })
    .from(e)
    .innerJoin(v, and(eq(v.id, e.visitId), eq(v.outcome, 'escalated')))
    .where(and(eq(e.articleId, id), eq(e.kind, 'article_read'), gte(e.at, since)));
  return { readers: row?.readers ?? 0, escalated: bad?.escalated ?? 0 };
}
