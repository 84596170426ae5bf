import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { accessKeyOf, personKeyOf } from './accessKey.ts';
import { findPerson, listParticipants, type Participant } from './people.store.ts';
import { findTicket } from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

export type { Participant } from './people.store.ts';

/** People that may be in copy of one ticket. */
export const mostPeople = 20;

/** Everybody who reads and writes a ticket: the requester first, then the people in copy. */
export const participants = (q: Query, ticketId: number): Promise<Participant[]> =>
  listParticipants(q, ticketId);

/** The participant with an address, in whatever case it is written; null when there is none. */
export async function findParticipant(
  q: Query,
  ticketId: number,
  email: string,
): Promise<Participant | null> {
  const wanted = email.trim().toLowerCase();
  return (await listParticipants(q, ticketId)).find((person) => person.email === wanted) ?? null;
}

/** Whether an address may read and write a ticket: its requester's, or of somebody who was put in copy. */
export async function isParticipant(q: Query, ticketId: number, email: string): Promise<boolean> {
  return (await findParticipant(q, ticketId, email)) !== null;
}

/** The same for somebody known by their number. */
export async function takesPart(q: Query, ticketId: number, requesterId: number): Promise<boolean> {
  return (await listParticipants(q, ticketId)).some((person) => person.requesterId === requesterId);
}

/**
 * The key in one participant's own private link (`paths.ticket(locale, number, key)`), null when they take no part in the
 * ticket. It goes only by mail to that person: who has it reads the ticket as them.
 */
export async function privateKeyOf(
  ctx: Context,
  ticketId: number,
  requesterId: number,
): Promise<string | null> {
  const ticket = await findTicket(ctx.db.read, ticketId);
  return ticket && keyOfParticipant(ctx, ticket, requesterId);
}

/** The same for who has read the ticket. */
export async function keyOfParticipant(
  ctx: Context,
  ticket: Pick<Ticket, 'id' | 'requesterId' | 'submissionKey'>,
  requesterId: number,
): Promise<string | null> {
  const { id: ticketId } = ticket;
  if (ticket.requesterId === requesterId)
    return ticket.submissionKey === null ? null : accessKeyOf(ctx, ticket.submissionKey);
  const person = await findPerson(ctx.db.read, ticketId, requesterId);
  return person && personKeyOf(ctx, { ticketId, requesterId, addedAt: person.createdAt });
}
