import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { forUpdate } from '#db/sql.ts';
import type { Ticket } from './ticket.ts';

export type NewTicketRow = Query['tables']['tickets']['$inferInsert'];

export async function findTicket(q: Query, number: number): Promise<Ticket | null> {
  const { tickets } = q.tables;
  const [row] = await q.select().from(tickets).where(eq(tickets.id, number)).limit(1);
  return row ?? null;
}

/** The ticket, locked until the write ends. */
export async function findTicketToChange(tx: Query, number: number): Promise<Ticket | null> {
  const { tickets } = tx.tables;
  const [row] = await forUpdate(tx, tx.select().from(tickets).where(eq(tickets.id, number)).limit(1));
  return row ?? null;
}

export async function findTicketWithEmail(
  q: Query,
  number: number,
): Promise<(Ticket & { email: string }) | null> {
  const { tickets, requesters } = q.tables;
  const [row] = await q
    .select({ ticket: tickets, email: requesters.email })
    .from(tickets)
    .innerJoin(requesters, eq(requesters.id, tickets.requesterId))
    .where(eq(tickets.id, number))
    .limit(1);
  return row ? { ...row.ticket, email: row.email } : null;
}

export async function findNumberBySubmission(q: Query, submissionKey: string): Promise<number | null> {
  const { tickets } = q.tables;
  const [row] = await q
    .select({ id: tickets.id })
    .from(tickets)
    .where(eq(tickets.submissionKey, submissionKey))
    .limit(1);
  return row?.id ?? null;
}

export async function insertTicket(tx: Query, row: NewTicketRow): Promise<Ticket> {
  const { tickets } = tx.tables;
  const [made] = await tx.insert(tickets).values(row).returning();
  return made!;
}

export async function updateTicket(tx: Query, id: number, set: Partial<NewTicketRow>): Promise<void> {
  const { tickets } = tx.tables;
  await tx.update(tickets).set(set).where(eq(tickets.id, id));
}

/** Numbers of the tickets whose snooze is over, oldest first. */
export async function listSnoozedUntil(q: Query, until: Date, limit: number): Promise<number[]> {
  const { tickets } = q.tables;
  const rows = await q
    .select({ id: tickets.id })
    .from(tickets)
    .where(lte(tickets.snoozedUntil, until))
    .orderBy(tickets.snoozedUntil)
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Numbers of tickets resolved before a time and not closed yet. */
export async function listResolvedBefore(q: Query, before: Date, limit: number): Promise<number[]> {
  const { tickets } = q.tables;
  const rows = await q
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.state, 'resolved'), lte(tickets.resolvedAt, before)))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** One person by their address, made when new; the name and language of the latest ticket win. */
export async function keepRequester(
  tx: Query,
  person: { email: string; name: string; locale: string; createdAt: Date },
): Promise<number> {
  const { requesters } = tx.tables;
  const [row] = await tx
    .insert(requesters)
    .values(person)
    .onConflictDoUpdate({ target: requesters.email, set: { name: person.name, locale: person.locale } })
    .returning({ id: requesters.id });
  return row!.id;
}

/** The same for somebody whom another named: who is known already keeps their name and language. */
export async function keepPerson(
  tx: Query,
  person: { email: string; name: string; locale: string; createdAt: Date },
): Promise<number> {
  const { requesters } = tx.tables;
  await tx.insert(requesters).values(person).onConflictDoNothing();
  const [row] = await tx
    .select({ id: requesters.id })
    .from(requesters)
    .where(eq(requesters.email, person.email));
  return row!.id;
}

export interface Requester {
  id: number;
  email: string;
  /** How many tickets they filed, this one included. */
  tickets: number;
}

export async function findRequester(q: Query, id: number): Promise<Requester | null> {
  const { requesters, tickets } = q.tables;
  const count = sql<number>`(select count(*) from ${tickets} where ${tickets.requesterId} = ${id})`.mapWith(
    Number,
  );
  const [row] = await q
    .select({ id: requesters.id, email: requesters.email, tickets: count })
    .from(requesters)
    .where(eq(requesters.id, id))
    .limit(1);
  return row ?? null;
}

/** Other tickets of the same person, newest first. */
export async function listTicketsOfRequester(q: Query, requesterId: number, limit: number) {
  const { tickets } = q.tables;
  return q
    .select({
      id: tickets.id,
      subject: tickets.subject,
      state: tickets.state,
      createdAt: tickets.createdAt,
    })
    .from(tickets)
    .where(eq(tickets.requesterId, requesterId))
    .orderBy(sql`${tickets.id} desc`)
    .limit(limit);
}

export interface LinkedTicket {
  id: number;
  subject: string;
  /** What their requester is called: as typed, else the address. */
  requesterName: string;
}

/** The tickets that were merged into one, or that go on from it. */
export async function listLinked(
  q: Query,
  number: number,
  by: 'mergedIntoId' | 'followsId',
): Promise<LinkedTicket[]> {
  const { tickets, requesters } = q.tables;
  return q
    .select({
      id: tickets.id,
      subject: tickets.subject,
      requesterName: sql<string>`coalesce(nullif(trim(${tickets.requesterName}), ''), ${requesters.email})`,
    })
    .from(tickets)
    .innerJoin(requesters, eq(requesters.id, tickets.requesterId))
    .where(eq(tickets[by], number))
    .orderBy(tickets.id)
    .limit(50);
}

export interface Colleague {
  id: number;
  name: string;
  tier: number;
}

/** Agents who can be given work, by name. */
export async function listColleagues(q: Query): Promise<Colleague[]> {
  const { agents } = q.tables;
  return q
    .select({ id: agents.id, name: agents.name, tier: agents.tier })
    .from(agents)
    .where(isNull(agents.disabledAt))
    .orderBy(agents.name, agents.id);
}

export async function listAgentNames(q: Query, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const { agents } = q.tables;
  const rows = await q
    .select({ id: agents.id, name: agents.name })
    .from(agents)
    .where(inArray(agents.id, ids));
  return new Map(rows.map((row) => [row.id, row.name]));
}
