import { and, desc, eq, gt, lte, ne } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { AgentRow } from './agent.store.ts';

export type SessionRow = Query['tables']['sessions']['$inferSelect'];

export async function findSessionRow(
  q: Query,
  id: string,
): Promise<{ session: SessionRow; agent: AgentRow } | null> {
  const { sessions, agents } = q.tables;
  const [row] = await q
    .select({ session: sessions, agent: agents })
    .from(sessions)
    .innerJoin(agents, eq(agents.id, sessions.agentId))
    .where(eq(sessions.id, id))
    .limit(1);
  return row ?? null;
}

export async function listSessionRows(q: Query, agentId: number, now: Date): Promise<SessionRow[]> {
  const { sessions } = q.tables;
  const isOpen = and(
    eq(sessions.agentId, agentId),
    eq(sessions.isComplete, true),
    gt(sessions.expiresAt, now),
  );
  return q.select().from(sessions).where(isOpen).orderBy(desc(sessions.lastSeenAt)).limit(200);
}

export async function insertSession(tx: Query, row: SessionRow): Promise<void> {
  await tx.insert(tx.tables.sessions).values(row);
}

export async function touchSession(tx: Query, session: SessionRow, now: Date): Promise<void> {
  const { sessions, agents } = tx.tables;
  await tx.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, session.id));
  await tx.update(agents).set({ lastSeenAt: now }).where(eq(agents.id, session.agentId));
}

export async function deleteSession(tx: Query, id: string): Promise<void> {
  const { sessions } = tx.tables;
  await tx.delete(sessions).where(eq(sessions.id, id));
}

/** @returns whether the agent had such a session. */
export async function deleteSessionOf(tx: Query, agentId: number, id: string): Promise<boolean> {
  const { sessions } = tx.tables;
  const deleted = await tx
    .delete(sessions)
    .where(and(eq(sessions.agentId, agentId), eq(sessions.id, id)))
    .returning({ id: sessions.id });
  return deleted.length > 0;
}

/** All sessions of an agent, or all but one. */
export async function deleteSessionsOf(tx: Query, agentId: number, exceptId: string | null): Promise<void> {
  const { sessions } = tx.tables;
  const mine = eq(sessions.agentId, agentId);
  await tx.delete(sessions).where(exceptId === null ? mine : and(mine, ne(sessions.id, exceptId)));
}

export async function deleteSessionsBefore(tx: Query, now: Date): Promise<void> {
  const { sessions } = tx.tables;
  await tx.delete(sessions).where(lte(sessions.expiresAt, now));
}
