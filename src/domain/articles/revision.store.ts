import { and, desc, eq, inArray, lt, lte, max } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { RevisionReason } from './article.ts';

export interface Revision {
  id: number;
  articleId: number;
  number: number;
  title: string;
  summary: string;
  source: string;
  authorId: number | null;
  reason: string;
  createdAt: Date;
}

export type RevisionRow = Omit<Revision, 'source' | 'summary'> & { authorName: string | null };

export async function insertRevision(
  tx: Query,
  row: Omit<Revision, 'id' | 'reason'> & { reason: RevisionReason },
): Promise<void> {
  await tx.insert(tx.tables.articleRevisions).values(row);
}

/** The number of the newest one. */
export async function lastRevision(q: Query, articleId: number): Promise<number> {
  const { articleRevisions: r } = q.tables;
  const [row] = await q
    .select({ number: max(r.number) })
    .from(r)
    .where(eq(r.articleId, articleId));
  return row?.number ?? 0;
}

/** Who wrote the words of a revision; publishing and taking off the site are no writing. */
export async function lastTextAuthor(q: Query, articleId: number, until: number): Promise<number | null> {
  const { articleRevisions: r } = q.tables;
  const written: RevisionReason[] = ['created', 'edited', 'reverted', 'content'];
  const [row] = await q
    .select({ authorId: r.authorId })
    .from(r)
    .where(and(eq(r.articleId, articleId), lte(r.number, until), inArray(r.reason, written)))
    .orderBy(desc(r.number))
    .limit(1);
  return row?.authorId ?? null;
}

/** When one of these articles was last published. */
export async function lastPublished(q: Query, articleIds: readonly number[]): Promise<Date | null> {
  const { articleRevisions: r } = q.tables;
  const [row] = await q
    .select({ at: r.createdAt })
    .from(r)
    .where(and(inArray(r.articleId, [...articleIds]), eq(r.reason, 'published')))
    .orderBy(desc(r.createdAt))
    .limit(1);
  return row?.at ?? null;
}

/** The newest first, without their text. */
export async function listRevisionRows(
  q: Query,
  articleId: number,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<RevisionRow[]> {
  const { articleRevisions: r, agents } = q.tables;
  return q
    .select({
      id: r.id,
      articleId: r.articleId,
      number: r.number,
      title: r.title,
      authorId: r.authorId,
      authorName: agents.name,
      reason: r.reason,
      createdAt: r.createdAt,
    })
    .from(r)
    .leftJoin(agents, eq(agents.id, r.authorId))
    .where(and(eq(r.articleId, articleId), before ? lt(r.number, before) : undefined))
    .orderBy(desc(r.number))
    .limit(limit);
}

export async function findRevision(q: Query, articleId: number, number: number): Promise<Revision | null> {
  const { articleRevisions: r } = q.tables;
  const isIt = and(eq(r.articleId, articleId), eq(r.number, number));
  return (await q.select().from(r).where(isIt))[0] ?? null;
}

/** The last one before a number: what it changed. */
export async function findRevisionBefore(
  q: Query,
  articleId: number,
  number: number,
): Promise<Revision | null> {
  const { articleRevisions: r } = q.tables;
  const isOlder = and(eq(r.articleId, articleId), lt(r.number, number));
  return (await q.select().from(r).where(isOlder).orderBy(desc(r.number)).limit(1))[0] ?? null;
}
