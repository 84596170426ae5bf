import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type RatingRow = Query['tables']['ratings']['$inferInsert'];

export async function findRating(q: Query, ticketId: number) {
  const { ratings } = q.tables;
  const [row] = await q.select().from(ratings).where(eq(ratings.ticketId, ticketId)).limit(1);
  return row ?? null;
}

/** One rating a ticket: the last. */
export async function keepRating(tx: Query, row: RatingRow): Promise<void> {
  const { ratings } = tx.tables;
  const { ticketId: _, ...set } = row;
  await tx.insert(ratings).values(row).onConflictDoUpdate({ target: ratings.ticketId, set });
}
