import { and, desc, eq, isNull, lte } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type InvitationRow = Query['tables']['invitations']['$inferSelect'];
export type NewInvitationRow = Query['tables']['invitations']['$inferInsert'];
export type Purpose = InvitationRow['purpose'];

/** A link that was not used yet, expired or not. */
export async function findUnusedInvitation(q: Query, tokenHash: string): Promise<InvitationRow | null> {
  const { invitations } = q.tables;
  const [row] = await q
    .select()
    .from(invitations)
    .where(and(eq(invitations.tokenHash, tokenHash), isNull(invitations.usedAt)))
    .limit(1);
  return row ?? null;
}

export async function findUnusedInvitationById(q: Query, id: number): Promise<InvitationRow | null> {
  const { invitations } = q.tables;
  const [row] = await q
    .select()
    .from(invitations)
    .where(and(eq(invitations.id, id), eq(invitations.purpose, 'invite'), isNull(invitations.usedAt)))
    .limit(1);
  return row ?? null;
}

export async function listUnusedInvitations(q: Query): Promise<InvitationRow[]> {
  const { invitations } = q.tables;
  return q
    .select()
    .from(invitations)
    .where(and(eq(invitations.purpose, 'invite'), isNull(invitations.usedAt)))
    .orderBy(desc(invitations.createdAt), desc(invitations.id));
}

export async function insertInvitation(tx: Query, row: NewInvitationRow): Promise<void> {
  await tx.insert(tx.tables.invitations).values(row);
}

/** Use a link up. @returns false when somebody was faster. */
export async function claimInvitation(tx: Query, id: number, now: Date): Promise<boolean> {
  const { invitations } = tx.tables;
  const claimed = await tx
    .update(invitations)
    .set({ usedAt: now })
    .where(and(eq(invitations.id, id), isNull(invitations.usedAt)))
    .returning({ id: invitations.id });
  return claimed.length === 1;
}

/** Take unused links of one kind back: all, or those for one e-mail address or one agent. */
export async function deleteUnusedInvitations(
  tx: Query,
  which: { purpose: Purpose; email?: string; agentId?: number; id?: number },
): Promise<void> {
  const { invitations } = tx.tables;
  await tx
    .delete(invitations)
    .where(
      and(
        eq(invitations.purpose, which.purpose),
        isNull(invitations.usedAt),
        which.email === undefined ? undefined : eq(invitations.email, which.email),
        which.agentId === undefined ? undefined : eq(invitations.agentId, which.agentId),
        which.id === undefined ? undefined : eq(invitations.id, which.id),
      ),
    );
}

/** Forget links that were over before a time, used or not. */
export async function deleteInvitationsBefore(tx: Query, time: Date): Promise<void> {
  const { invitations } = tx.tables;
  await tx.delete(invitations).where(lte(invitations.expiresAt, time));
}
