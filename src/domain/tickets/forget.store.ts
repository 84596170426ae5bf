import { and, eq, inArray, ne, notInArray, or, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { handOverReasons } from './ticket.ts';

/** What stands where words were erased: no text is mistaken for it, and none has to be invented. */
export const erasedText = '—';

export async function listTicketIdsOf(q: Query, requesterId: number): Promise<number[]> {
  const { tickets } = q.tables;
  const rows = await q.select({ id: tickets.id }).from(tickets).where(eq(tickets.requesterId, requesterId));
  return rows.map((row) => row.id);
}

export interface OwnMessage {
  id: number;
  ticketId: number;
}

/** Every message of somebody's tickets, and what they wrote in tickets of others. */
export async function listMessagesToForget(
  q: Query,
  requesterId: number,
  ticketIds: number[],
): Promise<OwnMessage[]> {
  const { messages } = q.tables;
  return q
    .select({ id: messages.id, ticketId: messages.ticketId })
    .from(messages)
    .where(or(eq(messages.requesterId, requesterId), inArray(messages.ticketId, ticketIds)));
}

export async function blankMessages(tx: Query, ids: number[]): Promise<void> {
  const { messages } = tx.tables;
  await tx
    .update(messages)
    .set({ body: erasedText, html: '', submissionKey: null, mailId: null })
    .where(inArray(messages.id, ids));
}

/** @returns the hashes of the files that hung on them */
export async function deleteAttachmentsOf(tx: Query, messageIds: number[]): Promise<string[]> {
  const { attachments } = tx.tables;
  const gone = await tx
    .delete(attachments)
    .where(inArray(attachments.messageId, messageIds))
    .returning({ hash: attachments.hash });
  return gone.map((row) => row.hash);
}

/** Take the words out of tickets; what is counted stays, and what was unfinished is closed. */
export async function blankTickets(tx: Query, ids: number[], now: Date): Promise<void> {
  const { tickets, sideThreads, ratings, ticketPeople } = tx.tables;
  await tx
    .update(tickets)
    .set({
      subject: erasedText,
      requesterName: '',
      submissionKey: null,
      visitId: null,
      // No link opens it any more.
      accessKeyHash: sql`'erased-' || ${tickets.id}`,
    })
    .where(inArray(tickets.id, ids));
  await tx
    .update(tickets)
    .set({ state: 'closed', closedAt: now, snoozedUntil: null, updatedAt: now })
    .where(and(inArray(tickets.id, ids), notInArray(tickets.state, ['closed', 'resolved'])));
  await tx
    .update(sideThreads)
    .set({ subject: erasedText, name: '', email: '' })
    .where(inArray(sideThreads.ticketId, ids));
  await tx.update(ratings).set({ comment: '' }).where(inArray(ratings.ticketId, ids));
  await tx.delete(ticketPeople).where(inArray(ticketPeople.ticketId, ids));
}

/** What is kept of a line of history: what measures count and what names nobody. */
const keptKeys = [
  'from',
  'to',
  'message',
  'article',
  'relation',
  'channel',
  'impact',
  'urgency',
  'isEscalation',
  'why',
  'tier',
];

/** A reason is one of a list, or what somebody typed. */
const isKept = ([key, value]: [string, unknown]) =>
  keptKeys.includes(key) || (key === 'reason' && handOverReasons.some((reason) => reason === value));

/** Take what people typed out of histories. */
export async function blankEvents(tx: Query, ticketIds: number[]): Promise<void> {
  const { ticketEvents: events } = tx.tables;
  const rows = await tx
    .select({ id: events.id, data: events.data })
    .from(events)
    .where(inArray(events.ticketId, ticketIds));
  for (const { id, data } of rows) {
    const kept = Object.fromEntries(Object.entries(data).filter(isKept));
    if (Object.keys(kept).length < Object.keys(data).length)
      await tx.update(events).set({ data: kept }).where(eq(events.id, id));
  }
}

/** The other tickets in whose conversations somebody is in copy are theirs no more. */
export async function leaveTickets(tx: Query, requesterId: number): Promise<void> {
  const { ticketPeople } = tx.tables;
  await tx.delete(ticketPeople).where(eq(ticketPeople.requesterId, requesterId));
}

/** Of tags, those that no other ticket has: a word that stands for one person only. */
export async function deleteOwnTags(tx: Query, ticketIds: number[]): Promise<void> {
  const { ticketTags: tags } = tx.tables;
  const mine = await tx.selectDistinct({ tag: tags.tag }).from(tags).where(inArray(tags.ticketId, ticketIds));
  for (const { tag } of mine) {
    const isElsewhere = and(eq(tags.tag, tag), notInArray(tags.ticketId, ticketIds));
    const [other] = await tx.select({ tag: tags.tag }).from(tags).where(isElsewhere).limit(1);
    if (!other) await tx.delete(tags).where(and(eq(tags.tag, tag), ne(tags.tag, '')));
  }
}
