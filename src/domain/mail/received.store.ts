import { and, asc, count, desc, eq, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { forUpdate } from '#db/sql.ts';
import type { ReceivedMail, ReceivedState } from './received.ts';

export type NewReceivedRow = Query['tables']['receivedMails']['$inferInsert'];

export async function insertReceived(tx: Query, row: NewReceivedRow): Promise<ReceivedMail> {
  const { receivedMails } = tx.tables;
  const [made] = await tx.insert(receivedMails).values(row).returning();
  return made!;
}

export async function findReceived(q: Query, id: number): Promise<ReceivedMail | null> {
  const { receivedMails } = q.tables;
  const [row] = await q.select().from(receivedMails).where(eq(receivedMails.id, id)).limit(1);
  return row ?? null;
}

/** The row, locked until the write ends. */
export async function findReceivedToChange(tx: Query, id: number): Promise<ReceivedMail | null> {
  const { receivedMails } = tx.tables;
  const [row] = await forUpdate(tx, tx.select().from(receivedMails).where(eq(receivedMails.id, id)).limit(1));
  return row ?? null;
}

/** The same bytes by the same way into the same mailbox, when they came before. */
export async function findReceivedByHash(
  q: Query,
  { hash, mailboxId }: { hash: string; mailboxId: number | null },
): Promise<ReceivedMail | null> {
  const { receivedMails } = q.tables;
  const isSameBox =
    mailboxId === null ? isNull(receivedMails.mailboxId) : eq(receivedMails.mailboxId, mailboxId);
  const [row] = await q
    .select()
    .from(receivedMails)
    .where(and(eq(receivedMails.hash, hash), isSameBox))
    .limit(1);
  return row ?? null;
}

export async function findReceivedByIdentity(q: Query, identity: string): Promise<ReceivedMail | null> {
  const { receivedMails } = q.tables;
  const [row] = await q.select().from(receivedMails).where(eq(receivedMails.identity, identity)).limit(1);
  return row ?? null;
}

/** @returns the row as it is then */
export async function updateReceived(
  tx: Query,
  id: number,
  set: Partial<NewReceivedRow>,
): Promise<ReceivedMail> {
  const { receivedMails } = tx.tables;
  const [row] = await tx.update(receivedMails).set(set).where(eq(receivedMails.id, id)).returning();
  return row!;
}

/** Count one more try. @returns how many there were with this one */
export async function countTry(tx: Query, id: number): Promise<number> {
  const { receivedMails } = tx.tables;
  const [row] = await tx
    .update(receivedMails)
    .set({ attempts: sql`${receivedMails.attempts} + 1` })
    .where(eq(receivedMails.id, id))
    .returning({ attempts: receivedMails.attempts });
  return row!.attempts;
}

/** Numbers of messages that were kept before a time and never became anything: whoever took them in died meanwhile. */
export async function listWaiting(q: Query, before: Date, limit: number): Promise<number[]> {
  const { receivedMails } = q.tables;
  const rows = await q
    .select({ id: receivedMails.id })
    .from(receivedMails)
    .where(and(eq(receivedMails.state, 'new'), lte(receivedMails.receivedAt, before)))
    .orderBy(asc(receivedMails.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** The latest in a state, newest first, from below a number. */
export async function listReceived(
  q: Query,
  { state, below, limit }: { state: ReceivedState; below?: number | undefined; limit: number },
): Promise<ReceivedMail[]> {
  const { receivedMails } = q.tables;
  return q
    .select()
    .from(receivedMails)
    .where(and(eq(receivedMails.state, state), below === undefined ? undefined : lt(receivedMails.id, below)))
    .orderBy(desc(receivedMails.id))
    .limit(limit);
}

export async function countReceived(q: Query): Promise<Partial<Record<ReceivedState, number>>> {
  const { receivedMails } = q.tables;
  const rows = await q
    .select({ state: receivedMails.state, n: count() })
    .from(receivedMails)
    .groupBy(receivedMails.state);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** Held messages that name a ticket, oldest first. */
export async function listHeldOfTicket(q: Query, ticketId: number): Promise<ReceivedMail[]> {
  const { receivedMails } = q.tables;
  return q
    .select()
    .from(receivedMails)
    .where(and(eq(receivedMails.ticketId, ticketId), eq(receivedMails.state, 'held')))
    .orderBy(asc(receivedMails.id))
    .limit(100);
}
