import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Ticket } from './ticket.ts';

export type PersonRow = Query['tables']['ticketPeople']['$inferInsert'];

/** What people are called, by their numbers: their name, else their address; nobody who was erased. */
export async function listPeopleNames(q: Query, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const { requesters } = q.tables;
  const rows = await q
    .select({ id: requesters.id, name: requesters.name, email: requesters.email })
    .from(requesters)
    .where(and(inArray(requesters.id, ids), isNull(requesters.erasedAt)));
  return new Map(rows.map(({ id, name, email }) => [id, name.trim() || email] as const));
}

/** Somebody who reads and writes a ticket. */
export interface Participant {
  requesterId: number;
  /** Lower case. */
  email: string;
  name: string;
  locale: string;
  /** False for people in copy. */
  isRequester: boolean;
}

/** A ticket as found by one who may see it, and which of its participants that is. */
export type OwnTicket = Ticket & {
  /** Of the requester. */
  email: string;
  me: { requesterId: number; isRequester: boolean };
};

/** What may open a ticket: the hash of a private link's key, the person signed in, or both. */
export interface Credentials {
  keyHash: string | null;
  requesterId: number | null;
}

/**
 * The lookup is the authorisation: a ticket for which neither the key nor the person counts does not exist. A person
 * signed in is who they are, whoever's link their browser holds.
 */
export async function findTicketFor(
  q: Query,
  number: number,
  { keyHash, requesterId }: Credentials,
): Promise<OwnTicket | null> {
  if (keyHash === null && requesterId === null) return null;
  const { tickets, ticketPeople: people, requesters } = q.tables;
  const isMe = <T extends typeof tickets | typeof people>(table: T) =>
    or(
      keyHash === null ? undefined : eq(table.accessKeyHash, keyHash),
      requesterId === null ? undefined : eq(table.requesterId, requesterId),
    );
  const rows = await q
    .select({ ticket: tickets, email: requesters.email, copyId: people.requesterId })
    .from(tickets)
    .innerJoin(requesters, eq(requesters.id, tickets.requesterId))
    .leftJoin(people, and(eq(people.ticketId, tickets.id), isMe(people)))
    .where(and(eq(tickets.id, number), or(isMe(tickets), isMe(people))));
  const found = rows.flatMap(({ ticket, email, copyId }) => {
    const isOwn = ticket.requesterId === requesterId || ticket.accessKeyHash === keyHash;
    const own = isOwn
      ? [{ ...ticket, email, me: { requesterId: ticket.requesterId, isRequester: true } }]
      : [];
    const copy =
      copyId === null ? [] : [{ ...ticket, email, me: { requesterId: copyId, isRequester: false } }];
    return [...own, ...copy];
  });
  return found.find(({ me }) => me.requesterId === requesterId) ?? found[0] ?? null;
}

/** The requester first, then the people in copy in the order they came. */
export async function listParticipants(q: Query, ticketId: number): Promise<Participant[]> {
  const { tickets, ticketPeople: people, requesters } = q.tables;
  const person = {
    requesterId: requesters.id,
    email: requesters.email,
    name: requesters.name,
    locale: requesters.locale,
  };
  const [requester] = await q
    .select({ ...person, name: tickets.requesterName })
    .from(tickets)
    .innerJoin(requesters, eq(requesters.id, tickets.requesterId))
    .where(eq(tickets.id, ticketId));
  const copies = await q
    .select(person)
    .from(people)
    .innerJoin(requesters, eq(requesters.id, people.requesterId))
    .where(eq(people.ticketId, ticketId))
    .orderBy(asc(people.createdAt), asc(people.requesterId));
  return requester
    ? [{ ...requester, isRequester: true }, ...copies.map((copy) => ({ ...copy, isRequester: false }))]
    : [];
}

/** When somebody was put in copy, null when they are not. */
export async function findPerson(
  q: Query,
  ticketId: number,
  requesterId: number,
): Promise<{ createdAt: Date } | null> {
  const { ticketPeople: people } = q.tables;
  const [row] = await q
    .select({ createdAt: people.createdAt })
    .from(people)
    .where(and(eq(people.ticketId, ticketId), eq(people.requesterId, requesterId)));
  return row ?? null;
}

export async function insertPerson(tx: Query, row: PersonRow): Promise<void> {
  await tx.insert(tx.tables.ticketPeople).values(row);
}

export async function deletePerson(tx: Query, ticketId: number, requesterId: number): Promise<void> {
  const { ticketPeople: people } = tx.tables;
  await tx.delete(people).where(and(eq(people.ticketId, ticketId), eq(people.requesterId, requesterId)));
}
