import { eq, lte, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { timeValue } from '#db/sql.ts';

/** Count one more use of a key in one statement, so that parallel requests can't share a token. */
export async function countUse(
  tx: Query,
  use: { key: string; now: Date; windowEnd: Date },
): Promise<{ count: number; resetAt: Date }> {
  const { rateLimits } = tx.tables;
  const isOver = sql`${rateLimits.resetAt} <= ${timeValue(tx, use.now)}`;
  const [row] = await tx
    .insert(rateLimits)
    .values({ key: use.key, count: 1, resetAt: use.windowEnd })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${rateLimits.count} + 1 end`,
        resetAt: sql`case when ${isOver} then ${timeValue(tx, use.windowEnd)} else ${rateLimits.resetAt} end`,
      },
    })
    .returning({ count: rateLimits.count, resetAt: rateLimits.resetAt });
  return row!;
}

export async function deleteLimit(tx: Query, key: string): Promise<void> {
  const { rateLimits } = tx.tables;
  await tx.delete(rateLimits).where(eq(rateLimits.key, key));
}

export async function deleteLimitsBefore(tx: Query, time: Date): Promise<void> {
  const { rateLimits } = tx.tables;
  await tx.delete(rateLimits).where(lte(rateLimits.resetAt, time));
}
