import { and, desc, eq, isNull, or } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { containsText } from '#db/sql.ts';

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

/** Take name and address out of a requester's row, which stays for the counts. */
export async function blankRequester(tx: Query, id: number, at: Date): Promise<void> {
  const { requesters } = tx.tables;
  await tx
    .update(requesters)
    .set({
      email: `erased-${id}@erased.invalid`,
      name: '',
      provedAt: null,
      mailStoppedAt: null,
      mailStoppedFor: null,
      erasedAt: at,
    })
    .where(eq(requesters.id, id));
}

/** Those who were not erased, the newest first. */
export async function listRequesterRows(q: Query, text: string, limit: number): Promise<RequesterRow[]> {
  const { requesters } = q.tables;
  const contains =
    text === ''
      ? undefined
      : or(containsText(q, requesters.email, text), containsText(q, requesters.name, text));
  return q
    .select()
    .from(requesters)
    .where(and(isNull(requesters.erasedAt), contains))
    .orderBy(desc(requesters.id))
    .limit(limit);
}
