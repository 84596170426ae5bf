import { desc, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type NewEventRow = Query['tables']['ticketEvents']['$inferInsert'];

/** Add a line to a ticket's history; it is never changed again. @returns its id */
export async function recordEvent(tx: Query, event: NewEventRow): Promise<number> {
  const { ticketEvents } = tx.tables;
  const [made] = await tx.insert(ticketEvents).values(event).returning({ id: ticketEvents.id });
  return made!.id;
}

export interface TicketEvent {
  id: number;
  at: Date;
  kind: string;
  actorKind: 'requester' | 'agent' | 'system';
  agentName: string | null;
  data: Record<string, unknown>;
}

/** The history of a ticket in the order it happened; the latest `limit` lines when there are more. */
export async function listEvents(q: Query, ticketId: number, limit: number): Promise<TicketEvent[]> {
  const { ticketEvents, agents } = q.tables;
  const latest = await q
    .select({
      id: ticketEvents.id,
      at: ticketEvents.at,
      kind: ticketEvents.kind,
      actorKind: ticketEvents.actorKind,
      agentName: agents.name,
      data: ticketEvents.data,
    })
    .from(ticketEvents)
    .leftJoin(agents, eq(agents.id, ticketEvents.agentId))
    .where(eq(ticketEvents.ticketId, ticketId))
    .orderBy(desc(ticketEvents.id))
    .limit(limit);
  return latest.reverse();
}
