import { and, asc, eq, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type MailboxRow = Query['tables']['mailboxes']['$inferSelect'];
export type NewMailboxRow = Query['tables']['mailboxes']['$inferInsert'];

export async function listMailboxRows(q: Query): Promise<MailboxRow[]> {
  const { mailboxes } = q.tables;
  return q.select().from(mailboxes).orderBy(asc(mailboxes.address));
}

export async function findMailboxRow(q: Query, id: number): Promise<MailboxRow | null> {
  const { mailboxes } = q.tables;
  const [row] = await q.select().from(mailboxes).where(eq(mailboxes.id, id)).limit(1);
  return row ?? null;
}

/** Of these addresses (lower case), the ones that are mailboxes. */
export async function findMailboxesAt(q: Query, addresses: string[]): Promise<MailboxRow[]> {
  if (addresses.length === 0) return [];
  const { mailboxes } = q.tables;
  return q.select().from(mailboxes).where(inArray(mailboxes.address, addresses));
}

export async function insertMailbox(tx: Query, row: NewMailboxRow): Promise<number> {
  const { mailboxes } = tx.tables;
  const [made] = await tx.insert(mailboxes).values(row).returning({ id: mailboxes.id });
  return made!.id;
}

export async function updateMailbox(tx: Query, id: number, set: Partial<NewMailboxRow>): Promise<void> {
  const { mailboxes } = tx.tables;
  await tx.update(mailboxes).set(set).where(eq(mailboxes.id, id));
}

export async function deleteMailbox(tx: Query, id: number): Promise<void> {
  const { mailboxes } = tx.tables;
  await tx.delete(mailboxes).where(eq(mailboxes.id, id));
}

/** Take or keep the right to read a mailbox until a time. @returns false while another process has it */
export async function leaseMailbox(
  tx: Query,
  id: number,
  { owner, now, until }: { owner: string; now: Date; until: Date },
): Promise<boolean> {
  const { mailboxes } = tx.tables;
  const isFree = or(
    isNull(mailboxes.leasedUntil),
    lte(mailboxes.leasedUntil, now),
    eq(mailboxes.leasedBy, owner),
  );
  const rows = await tx
    .update(mailboxes)
    .set({ leasedBy: owner, leasedUntil: until })
    .where(and(eq(mailboxes.id, id), isFree))
    .returning({ id: mailboxes.id });
  return rows.length > 0;
}

/** Give the right back, so that another process need not wait for the clock. */
export async function releaseMailbox(tx: Query, id: number, owner: string): Promise<void> {
  const { mailboxes } = tx.tables;
  await tx
    .update(mailboxes)
    .set({ leasedBy: null, leasedUntil: null })
    .where(and(eq(mailboxes.id, id), eq(mailboxes.leasedBy, owner)));
}
