import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { PreviewLink } from './previewLink.ts';

/** Of one article, those that still open, the oldest first. */
export async function listLinks(q: Query, articleId: number, now: Date): Promise<PreviewLink[]> {
  const { articlePreviews: p, agents } = q.tables;
  return q
    .select({
      ...{ id: p.id, note: p.note, createdAt: p.createdAt, expiresAt: p.expiresAt },
      createdBy: agents.name,
    })
    .from(p)
    .leftJoin(agents, eq(agents.id, p.createdById))
    .where(and(eq(p.articleId, articleId), isNull(p.revokedAt), gt(p.expiresAt, now)))
    .orderBy(asc(p.id));
}

/** The article that a token opens now, if any. */
export async function findLinked(
  q: Query,
  tokenHash: string,
  now: Date,
): Promise<{ articleId: number; expiresAt: Date } | null> {
  const { articlePreviews: p } = q.tables;
  const isOpen = and(eq(p.tokenHash, tokenHash), isNull(p.revokedAt), gt(p.expiresAt, now));
  const [row] = await q.select({ articleId: p.articleId, expiresAt: p.expiresAt }).from(p).where(isOpen);
  return row ?? null;
}

export async function insertLink(
  tx: Query,
  row: {
    articleId: number;
    tokenHash: string;
    note: string;
    createdById: number | null;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.insert(tx.tables.articlePreviews).values(row);
}

/** @returns whether there was such a link of the article. */
export async function revokeLink(
  tx: Query,
  { id, articleId, at }: { id: number; articleId: number; at: Date },
): Promise<boolean> {
  const { articlePreviews: p } = tx.tables;
  const changed = await tx
    .update(p)
    .set({ revokedAt: at })
    .where(and(eq(p.id, id), eq(p.articleId, articleId)))
    .returning({ id: p.id });
  return changed.length > 0;
}
