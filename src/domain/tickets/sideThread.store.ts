import { asc, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type SideThread = Query['tables']['sideThreads']['$inferSelect'];

export async function insertSideThread(tx: Query, row: Omit<SideThread, 'id'>): Promise<number> {
  const { sideThreads } = tx.tables;
  const [made] = await tx.insert(sideThreads).values(row).returning({ id: sideThreads.id });
  return made!.id;
}

/** The correspondences with experts about a ticket, the oldest first. */
export async function listSideThreads(q: Query, ticketId: number): Promise<SideThread[]> {
  const { sideThreads } = q.tables;
  return q.select().from(sideThreads).where(eq(sideThreads.ticketId, ticketId)).orderBy(asc(sideThreads.id));
}

export async function findWholeSideThread(q: Query, id: number): Promise<SideThread | null> {
  const { sideThreads } = q.tables;
  const [row] = await q.select().from(sideThreads).where(eq(sideThreads.id, id)).limit(1);
  return row ?? null;
}
