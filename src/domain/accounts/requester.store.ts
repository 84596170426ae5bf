import { and, eq, isNull } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type RequesterRow = Query['tables']['requesters']['$inferSelect'];

export async function findRequesterRow(q: Query, id: number): Promise<RequesterRow | null> {
  const { requesters } = q.tables;
  const [row] = await q
    .select()
    .from(requesters)
    .where(and(eq(requesters.id, id), isNull(requesters.erasedAt)))
    .limit(1);
  return row ?? null;
}

/** @param email in lower case */
export async function findRequesterByEmail(q: Query, email: string): Promise<RequesterRow | null> {
  const { requesters } = q.tables;
  const [row] = await q
    .select()
    .from(requesters)
    .where(and(eq(requesters.email, email), isNull(requesters.erasedAt)))
    .limit(1);
  return row ?? null;
}

/** Note when an address first proved itself; later proofs change nothing. */
export async function keepProof(tx: Query, id: number, at: Date): Promise<void> {
  const { requesters } = tx.tables;
  const isNew = and(eq(requesters.id, id), isNull(requesters.provedAt));
  await tx.update(requesters).set({ provedAt: at }).where(isNew);
}
