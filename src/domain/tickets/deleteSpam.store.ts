import { and, inArray, lte, notExists, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { forUpdate } from '#db/sql.ts';

export async function listSpamBefore(tx: Query, before: Date, most: number): Promise<number[]> {
  const { tickets } = tx.tables;
  const old = tx.select({ id: tickets.id }).from(tickets).where(lte(tickets.spamAt, before)).limit(most);
  return (await forUpdate(tx, old)).map(({ id }) => id);
}

export async function listFilesOf(q: Query, ticketIds: number[]): Promise<string[]> {
  const { attachments } = q.tables;
  const rows = await q
    .selectDistinct({ hash: attachments.hash })
    .from(attachments)
    .where(inArray(attachments.ticketId, ticketIds));
  return rows.map(({ hash }) => hash);
}

/** What hangs on them goes with them; what was linked to them stands for itself. @returns who filed them */
export async function deleteTickets(tx: Query, ids: number[]): Promise<number[]> {
  const { tickets } = tx.tables;
  await tx.update(tickets).set({ mergedIntoId: null }).where(inArray(tickets.mergedIntoId, ids));
  await tx.update(tickets).set({ followsId: null }).where(inArray(tickets.followsId, ids));
  const gone = await tx
    .delete(tickets)
    .where(inArray(tickets.id, ids))
    .returning({ requesterId: tickets.requesterId });
  return [...new Set(gone.map(({ requesterId }) => requesterId))];
}

/** Delete those of these people who have no ticket and take part in none. */
export async function deleteStrangers(tx: Query, requesterIds: number[]): Promise<void> {
  const { requesters, tickets, ticketPeople } = tx.tables;
  const theirs = tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.requesterId, requesters.id));
  const inCopy = tx
    .select({ id: ticketPeople.ticketId })
    .from(ticketPeople)
    .where(eq(ticketPeople.requesterId, requesters.id));
  await tx
    .delete(requesters)
    .where(and(inArray(requesters.id, requesterIds), notExists(theirs), notExists(inCopy)));
}
