import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Confidence } from './article.ts';

export type FlagRow = Query['tables']['articleFlags']['$inferInsert'];

export async function insertFlag(tx: Query, row: FlagRow): Promise<void> {
  await tx.insert(tx.tables.articleFlags).values(row);
}

export async function hasOpenFlag(q: Query, articleId: number, kind: FlagRow['kind']): Promise<boolean> {
  const { articleFlags: f } = q.tables;
  const isOpen = and(eq(f.articleId, articleId), eq(f.kind, kind), isNull(f.doneAt));
  return (await q.select({ id: f.id }).from(f).where(isOpen).limit(1)).length > 0;
}

/** @returns the article, null when there is no such flag. */
export async function settleFlagRow(
  tx: Query,
  id: number,
  done: { doneAt: Date; doneById: number | null },
): Promise<number | null> {
  const { articleFlags: f } = tx.tables;
  await tx
    .update(f)
    .set(done)
    .where(and(eq(f.id, id), isNull(f.doneAt)));
  const [row] = await tx.select({ articleId: f.articleId }).from(f).where(eq(f.id, id));
  return row?.articleId ?? null;
}

export type OpenFlag = Awaited<ReturnType<typeof listOpenFlags>>[number];

export async function listOpenFlags(
  q: Query,
  { articleId, limit }: { articleId: number | undefined; limit: number },
) {
  const { articleFlags: f, articles: a, agents: by } = q.tables;
  return q
    .select({
      id: f.id,
      kind: f.kind,
      comment: f.comment,
      ticketId: f.ticketId,
      createdAt: f.createdAt,
      byName: by.name,
      articleId: f.articleId,
      title: a.title,
      ownerId: a.ownerId,
    })
    .from(f)
    .innerJoin(a, eq(a.id, f.articleId))
    .leftJoin(by, eq(by.id, f.byId))
    .where(and(isNull(f.doneAt), articleId === undefined ? undefined : eq(f.articleId, articleId)))
    .orderBy(desc(f.createdAt), desc(f.id))
    .limit(limit);
}

/** @returns how many changed. */
export async function setConfidenceRow(tx: Query, ids: number[], confidence: Confidence): Promise<number> {
  const { articles: a } = tx.tables;
  if (ids.length === 0) return 0;
  const changed = await tx
    .update(a)
    .set({ confidence })
    .where(and(inArray(a.id, ids), ne(a.confidence, confidence)))
    .returning({ id: a.id });
  return changed.length;
}
