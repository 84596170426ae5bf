import { asc, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type CannedReply = Query['tables']['cannedReplies']['$inferSelect'];
type NewCanned = Omit<CannedReply, 'id'>;

export async function listCanned(q: Query, locale?: string): Promise<CannedReply[]> {
  const { cannedReplies } = q.tables;
  return q
    .select()
    .from(cannedReplies)
    .where(locale === undefined ? undefined : eq(cannedReplies.locale, locale))
    .orderBy(asc(cannedReplies.locale), asc(cannedReplies.title), asc(cannedReplies.id))
    .limit(500);
}

export async function insertCanned(tx: Query, row: NewCanned): Promise<boolean> {
  await tx.insert(tx.tables.cannedReplies).values(row);
  return true;
}

/** @returns whether there was one */
export async function updateCanned(tx: Query, id: number, row: NewCanned): Promise<boolean> {
  const { cannedReplies } = tx.tables;
  const changed = await tx
    .update(cannedReplies)
    .set(row)
    .where(eq(cannedReplies.id, id))
    .returning({ id: cannedReplies.id });
  return changed.length > 0;
}

export async function deleteCanned(tx: Query, id: number): Promise<void> {
  const { cannedReplies } = tx.tables;
  await tx.delete(cannedReplies).where(eq(cannedReplies.id, id));
}
