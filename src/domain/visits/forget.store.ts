import { and, inArray, isNotNull } from 'drizzle-orm';
import { batches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';

interface Forgotten {
  ticketIds: readonly number[];
  visitIds: readonly string[];
}

/** The visits that filed these tickets. */
export async function listVisitsOf(q: Query, ticketIds: readonly number[]): Promise<string[]> {
  const { tickets, visitEvents: events } = q.tables;
  const found = new Set<string>();
  for (const ids of batches(ticketIds)) {
    const filed = await q.select({ id: tickets.visitId }).from(tickets).where(inArray(tickets.id, ids));
    const noted = await q.select({ id: events.visitId }).from(events).where(inArray(events.ticketId, ids));
    for (const { id } of [...filed, ...noted]) if (id) found.add(id);
  }
  return [...found];
}

/**
 * Takes the words out of visits and out of the stories of tickets. @returns when they were said, to the quarter of an
 * hour, in milliseconds since 1970: what was added up from them is wrong now.
 */
export async function blankWords(tx: Query, { ticketIds, visitIds }: Forgotten): Promise<number[]> {
  const { tickets, visitEvents: events } = tx.tables;
  const quarters = new Set<number>();
  for (const ids of batches(visitIds)) {
    const said = and(inArray(events.visitId, ids), isNotNull(events.query));
    for (const { at } of await tx.select({ at: events.at }).from(events).where(said))
      quarters.add(Math.floor(at.getTime() / 900_000) * 900_000);
    await tx.update(events).set({ query: null }).where(said);
  }
  for (const ids of batches(ticketIds))
    await tx.update(tickets).set({ story: [] }).where(inArray(tickets.id, ids));
  return [...quarters].sort((a, b) => a - b);
}
