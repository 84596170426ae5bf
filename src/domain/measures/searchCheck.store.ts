import { and, asc, desc, eq, gt, inArray, isNotNull, like, lt, min, or, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { forUpdate } from '#db/sql.ts';
import { isFinished } from './filters.ts';
import type { SearchCheck } from './searchCheckRows.ts';

/** A resolved ticket and the articles that answer it. */
export interface Solved {
  id: number;
  subject: string;
  /** The beginning of its first message. */
  body: string;
  locale: string;
  createdAt: Date;
  resolvedAt: Date;
  articleIds: number[];
}

/** Longest beginning of a message that is read, in characters: more than a question keeps. */
const bodyLength = 2_000;

/** Resolved tickets before one of them, newest first. */
export async function listSolved(
  q: Query,
  before: Pick<Solved, 'id' | 'resolvedAt'> | null,
  limit: number,
): Promise<Solved[]> {
  const { tickets: t } = q.tables;
  const isBefore = before
    ? or(lt(t.resolvedAt, before.resolvedAt), and(eq(t.resolvedAt, before.resolvedAt), lt(t.id, before.id)))
    : undefined;
  const rows = await q
    .select({
      id: t.id,
      subject: t.subject,
      locale: t.locale,
      createdAt: t.createdAt,
      resolvedAt: t.resolvedAt,
      solvedBy: t.solvedByArticleId,
    })
    .from(t)
    .where(and(isNotNull(t.resolvedAt), isFinished(t.state), isBefore))
    .orderBy(desc(t.resolvedAt), desc(t.id))
    .limit(limit);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [bodies, links] = [await firstMessages(q, ids), await answersOf(q, ids)];
  return rows.map(({ solvedBy, resolvedAt, ...row }) => ({
    ...row,
    resolvedAt: resolvedAt!,
    body: bodies.get(row.id) ?? '',
    articleIds: [...new Set([...(links.get(row.id) ?? []), ...(solvedBy ? [solvedBy] : [])])],
  }));
}

async function firstMessages(q: Query, ticketIds: number[]): Promise<Map<number, string>> {
  const { messages: m } = q.tables;
  const first = await q
    .select({ id: min(m.id) })
    .from(m)
    .where(and(inArray(m.ticketId, ticketIds), eq(m.authorKind, 'requester')))
    .groupBy(m.ticketId);
  const ids = first.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return new Map();
  const rows = await q
    .select({ ticketId: m.ticketId, body: sql<string>`substr(${m.body}, 1, ${bodyLength})` })
    .from(m)
    .where(inArray(m.id, ids));
  return new Map(rows.map(({ ticketId, body }) => [ticketId, body]));
}

async function answersOf(q: Query, ticketIds: number[]): Promise<Map<number, number[]>> {
  const { ticketArticles: a } = q.tables;
  const rows = await q
    .select({ ticketId: a.ticketId, articleId: a.articleId })
    .from(a)
    .where(and(inArray(a.ticketId, ticketIds), inArray(a.relation, ['answers', 'created'])));
  const byTicket = Map.groupBy(rows, (row) => row.ticketId);
  return new Map([...byTicket].map(([id, own]) => [id, own.map(({ articleId }) => articleId)]));
}

/** What visits taught, after an id. */
export async function listVisitLessons(q: Query, after: number, limit: number) {
  const { pastQuestions: p } = q.tables;
  return q
    .select({ id: p.id, articleId: p.articleId, text: p.text, createdAt: p.createdAt })
    .from(p)
    .where(and(gt(p.id, after), like(p.origin, 'visit:%')))
    .orderBy(asc(p.id))
    .limit(limit);
}

/** What customers may read, after an id, and since when. */
export async function listAnswers(q: Query, after: number, limit: number) {
  const { articles: a } = q.tables;
  return q
    .select({ id: a.id, key: a.key, publishedAt: a.publishedAt })
    .from(a)
    .where(and(gt(a.id, after), eq(a.state, 'published'), inArray(a.audience, ['public', 'customers'])))
    .orderBy(asc(a.id))
    .limit(limit);
}

const key = 'searchCheck';

/** What is kept: the newest check, and when one was begun last, in milliseconds since 1970. */
interface Kept {
  begunAt: number;
  check: SearchCheck | null;
}

export async function findCheck(q: Query): Promise<Kept | null> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, key));
  return (row?.value as Kept | undefined) ?? null;
}

export async function keepCheck(tx: Query, check: SearchCheck): Promise<void> {
  const { settings } = tx.tables;
  const value: Kept = { begunAt: Date.parse(check.at), check };
  await tx
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}

/** Takes the turn to check, unless a process took it after a time. @returns whether it is ours. */
export async function claimCheck(tx: Query, now: Date, after: Date): Promise<boolean> {
  const { settings } = tx.tables;
  const nothing: Kept = { begunAt: 0, check: null };
  await tx.insert(settings).values({ key, value: nothing }).onConflictDoNothing();
  const [row] = await forUpdate(tx, tx.select().from(settings).where(eq(settings.key, key)));
  const kept = row!.value as Kept;
  if (kept.begunAt > after.getTime()) return false;
  const value: Kept = { ...kept, begunAt: now.getTime() };
  await tx.update(settings).set({ value }).where(eq(settings.key, key));
  return true;
}
