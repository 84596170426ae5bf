import { and, asc, desc, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export async function listTags(q: Query, ticketId: number): Promise<string[]> {
  const { ticketTags } = q.tables;
  const rows = await q
    .select({ tag: ticketTags.tag })
    .from(ticketTags)
    .where(eq(ticketTags.ticketId, ticketId))
    .orderBy(asc(ticketTags.tag));
  return rows.map((row) => row.tag);
}

export async function insertTag(tx: Query, ticketId: number, tag: string): Promise<void> {
  await tx.insert(tx.tables.ticketTags).values({ ticketId, tag }).onConflictDoNothing();
}

export async function deleteTag(tx: Query, ticketId: number, tag: string): Promise<void> {
  const { ticketTags } = tx.tables;
  await tx.delete(ticketTags).where(and(eq(ticketTags.ticketId, ticketId), eq(ticketTags.tag, tag)));
}

/** Tags of the tickets that were tagged last, in order; bounded, however many tags there are. */
export async function listRecentTags(q: Query): Promise<string[]> {
  const { ticketTags } = q.tables;
  const recent = q
    .select({ tag: ticketTags.tag })
    .from(ticketTags)
    .orderBy(desc(ticketTags.ticketId), desc(ticketTags.tag))
    .limit(2_000)
    .as('recent');
  const rows = await q.selectDistinct({ tag: recent.tag }).from(recent).orderBy(asc(recent.tag)).limit(200);
  return rows.map((row) => row.tag);
}
