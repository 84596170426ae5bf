import { and, desc, eq, gt, isNull, lte } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type RequesterSessionRow = Query['tables']['requesterSessions']['$inferSelect'];

/** A session whose time is not over, of a person who was not erased. */
export async function findRequesterSessionRow(
  q: Query,
  id: string,
  now: Date,
): Promise<RequesterSessionRow | null> {
  const { requesterSessions: sessions, requesters } = q.tables;
  const [row] = await q
    .select({ session: sessions })
    .from(sessions)
    .innerJoin(requesters, eq(requesters.id, sessions.requesterId))
    .where(and(eq(sessions.id, id), gt(sessions.expiresAt, now), isNull(requesters.erasedAt)))
    .limit(1);
  return row?.session ?? null;
}

export async function insertRequesterSession(tx: Query, row: RequesterSessionRow): Promise<void> {
  await tx.insert(tx.tables.requesterSessions).values(row);
}

/** Where somebody is signed in, the newest first. */
export async function listRequesterSessionsOf(q: Query, requesterId: number) {
  const { requesterSessions: s } = q.tables;
  return q
    .select({ browser: s.userAgent, since: s.createdAt, lastSeenAt: s.lastSeenAt, expiresAt: s.expiresAt })
    .from(s)
    .where(eq(s.requesterId, requesterId))
    .orderBy(desc(s.createdAt));
}

export async function touchRequesterSession(tx: Query, id: string, now: Date): Promise<void> {
  const { requesterSessions: sessions } = tx.tables;
  await tx.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, id));
}

export async function deleteRequesterSession(tx: Query, id: string): Promise<void> {
  const { requesterSessions: sessions } = tx.tables;
  await tx.delete(sessions).where(eq(sessions.id, id));
}

export async function deleteRequesterSessionsOf(tx: Query, requesterId: number): Promise<void> {
  const { requesterSessions: sessions } = tx.tables;
  await tx.delete(sessions).where(eq(sessions.requesterId, requesterId));
}

export async function deleteRequesterSessionsBefore(tx: Query, now: Date): Promise<void> {
  const { requesterSessions: sessions } = tx.tables;
  await tx.delete(sessions).where(lte(sessions.expiresAt, now));
}
