import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export async function findSideThread(
  q: Query,
  id: number,
): Promise<{ id: number; ticketId: number; email: string } | null> {
  const { sideThreads } = q.tables;
  const [row] = await q
    .select({ id: sideThreads.id, ticketId: sideThreads.ticketId, email: sideThreads.email })
    .from(sideThreads)
    .where(eq(sideThreads.id, id))
    .limit(1);
  return row ?? null;
}
