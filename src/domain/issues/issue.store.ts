import { and, desc, eq, inArray, isNull, max, ne, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll } from '#db/sql.ts';
import type { Issue } from './issue.ts';

export async function findIssue(q: Query, articleKey: string): Promise<Issue | null> {
  const { knownIssues: k } = q.tables;
  return (await q.select().from(k).where(eq(k.articleKey, articleKey)))[0] ?? null;
}

export async function keepIssue(tx: Query, row: Issue): Promise<void> {
  const { knownIssues: k } = tx.tables;
  const { state, updatedAt } = row;
  await tx.insert(k).values(row).onConflictDoUpdate({ target: k.articleKey, set: { state, updatedAt } });
}

export async function deleteIssue(tx: Query, articleKey: string): Promise<void> {
  await tx.delete(tx.tables.knownIssues).where(eq(tx.tables.knownIssues.articleKey, articleKey));
}

export async function markAnswered(tx: Query, articleKey: string, answeredAt: Date): Promise<void> {
  const { knownIssues: k } = tx.tables;
  await tx.update(k).set({ answeredAt }).where(eq(k.articleKey, articleKey));
}

/** The state of those of these articles that are known issues. */
export async function listStates(
  q: Query,
  articleKeys: string[],
): Promise<Pick<Issue, 'articleKey' | 'state'>[]> {
  const { knownIssues: k } = q.tables;
  if (articleKeys.length === 0) return [];
  return q
    .select({ articleKey: k.articleKey, state: k.state })
    .from(k)
    .where(inArray(k.articleKey, articleKeys));
}

/** The known issues of these tickets, by the articles that answer them. */
export async function listOfTickets(q: Query, ticketIds: number[]) {
  const { knownIssues: k, articles: a, ticketArticles: l } = q.tables;
  if (ticketIds.length === 0) return [];
  return q
    .selectDistinct({ ticketId: l.ticketId, state: k.state })
    .from(l)
    .innerJoin(a, eq(a.id, l.articleId))
    .innerJoin(k, eq(k.articleKey, a.key))
    .where(and(inArray(l.ticketId, ticketIds), ne(l.relation, 'related')));
}

/** The tickets that articles of a key answer, newest first, each with when an answer to all last reached it. */
export async function listTickets(q: Query, articleKey: string, limit: number) {
  const { articles: a, ticketArticles: l, tickets: t, requesters: r } = q.tables;
  const { issueAnswers: i, issueAnswerTickets: it } = q.tables;
  const told = q
    .select({ ticketId: it.ticketId, at: max(it.doneAt).as('at') })
    .from(it)
    .innerJoin(i, eq(i.id, it.answerId))
    .where(and(eq(i.articleKey, articleKey), isNull(it.error)))
    .groupBy(it.ticketId)
    .as('told');
  return q
    .selectDistinct({
      id: t.id,
      subject: t.subject,
      locale: t.locale,
      state: t.state,
      requesterName: t.requesterName,
      email: r.email,
      createdAt: t.createdAt,
      answeredAt: told.at,
    })
    .from(l)
    .innerJoin(a, eq(a.id, l.articleId))
    .innerJoin(t, eq(t.id, l.ticketId))
    .innerJoin(r, eq(r.id, t.requesterId))
    .leftJoin(told, eq(told.ticketId, t.id))
    .where(and(eq(a.key, articleKey), ne(l.relation, 'related'), isNull(t.spamAt), isNull(t.mergedIntoId)))
    .orderBy(desc(t.id))
    .limit(limit);
}

/** Every known issue with how many tickets it has, the last changed first. */
export async function listIssues(q: Query, locale: string) {
  const { knownIssues: k, articles: a, ticketArticles: l } = q.tables;
  const rows = await q
    .select({
      articleKey: k.articleKey,
      state: k.state,
      answeredAt: k.answeredAt,
      updatedAt: k.updatedAt,
      articleId: a.id,
      title: a.title,
      locale: a.locale,
    })
    .from(k)
    .innerJoin(a, eq(a.key, k.articleKey))
    .orderBy(desc(k.updatedAt), sql`case when ${a.locale} = ${locale} then 0 else 1 end`, a.id);
  const issues = [...new Map(rows.toReversed().map((row) => [row.articleKey, row])).values()].reverse();
  const counts = await q
    .select({ key: a.key, n: countAll() })
    .from(l)
    .innerJoin(a, eq(a.id, l.articleId))
    .innerJoin(k, eq(k.articleKey, a.key))
    .where(ne(l.relation, 'related'))
    .groupBy(a.key);
  return issues.map((issue) => ({
    ...issue,
    tickets: counts.find(({ key }) => key === issue.articleKey)?.n ?? 0,
  }));
}
