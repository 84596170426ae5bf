import { and, desc, eq, exists, inArray, max, or, sql, type SQL } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { TicketState } from './ticket.ts';

export interface OwnRow {
  id: number;
  subject: string;
  state: TicketState;
  requesterId: number;
  lastMessageAt: Date;
  createdAt: Date;
  /** The agent who has it, if any. */
  holder: string | null;
}

/** What a visitor holds: the person they signed in as, and keys that are compared as hashes. */
export interface Holdings {
  requesterId: number | null;
  keys: { number: number; hash: string }[];
}

/** The tickets somebody takes part in, the one that moved last first. */
export async function listOwnTickets(
  q: Query,
  holdings: Holdings,
  { limit, offset }: { limit: number; offset: number },
): Promise<OwnRow[]> {
  const { tickets, agents } = q.tables;
  return q
    .select({
      id: tickets.id,
      subject: tickets.subject,
      state: tickets.state,
      requesterId: tickets.requesterId,
      lastMessageAt: tickets.lastMessageAt,
      createdAt: tickets.createdAt,
      holder: agents.name,
    })
    .from(tickets)
    .leftJoin(agents, eq(agents.id, tickets.assigneeId))
    .where(isOwn(q, holdings))
    .orderBy(desc(tickets.lastMessageAt), desc(tickets.id))
    .limit(limit)
    .offset(offset);
}

function isOwn(q: Query, { requesterId, keys }: Holdings): SQL {
  const { tickets, ticketPeople: people } = q.tables;
  const isInCopy = (condition: SQL | undefined) =>
    exists(
      q
        .select({ one: sql`1` })
        .from(people)
        .where(and(eq(people.ticketId, tickets.id), condition)),
    );
  const byKey = keys.map(({ number, hash }) =>
    and(
      eq(tickets.id, number),
      or(eq(tickets.accessKeyHash, hash), isInCopy(eq(people.accessKeyHash, hash))),
    ),
  );
  const byPerson =
    requesterId === null
      ? []
      : [eq(tickets.requesterId, requesterId), isInCopy(eq(people.requesterId, requesterId))];
  return or(...byPerson, ...byKey) ?? sql`false`;
}

/** What happens to a ticket that its requester is told of; of one moment, the first of these says most. */
export const shownKinds = [
  'replied',
  'requester_replied',
  'resolved',
  'reopened',
  'handed_over',
  'assigned',
  'state_changed',
  'rated',
  'filed',
];

export interface LastEvent {
  ticketId: number;
  kind: string;
  actorKind: 'requester' | 'agent' | 'system';
  agentName: string | null;
  data: Record<string, unknown>;
  at: Date;
}

/** What happened last to each ticket, of what its requester is told: all of one moment, since one act may be several. */
export async function listLastEvents(q: Query, ticketIds: number[]): Promise<LastEvent[]> {
  if (ticketIds.length === 0) return [];
  const { ticketEvents: events, agents } = q.tables;
  const isShown = and(inArray(events.ticketId, ticketIds), inArray(events.kind, shownKinds));
  const lastIds = q
    .select({ id: max(events.id) })
    .from(events)
    .where(isShown)
    .groupBy(events.ticketId);
  const moments = q
    .select({ ticketId: events.ticketId, at: events.at })
    .from(events)
    .where(inArray(events.id, lastIds))
    .as('moments');
  return q
    .select({
      ticketId: events.ticketId,
      kind: events.kind,
      actorKind: events.actorKind,
      agentName: agents.name,
      data: events.data,
      at: events.at,
    })
    .from(events)
    .innerJoin(moments, and(eq(moments.ticketId, events.ticketId), eq(moments.at, events.at)))
    .leftJoin(agents, eq(agents.id, events.agentId))
    .where(isShown)
    .orderBy(events.id);
}

/** Which participant wrote each of these messages, with their name or address. */
export async function listWriters(
  q: Query,
  messageIds: number[],
): Promise<{ messageId: number; requesterId: number; name: string }[]> {
  if (messageIds.length === 0) return [];
  const { messages, requesters } = q.tables;
  return q
    .select({
      messageId: messages.id,
      requesterId: requesters.id,
      name: sql<string>`coalesce(nullif(${requesters.name}, ''), ${requesters.email})`,
    })
    .from(messages)
    .innerJoin(requesters, eq(requesters.id, messages.requesterId))
    .where(inArray(messages.id, messageIds));
}
