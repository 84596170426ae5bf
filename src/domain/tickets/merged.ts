import type { Query } from '#db/open.ts';
import { findTicket, listLinked, type LinkedTicket } from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

/** Merges are followed so far; a ring of them ends somewhere. */
const mostMerges = 20;
const mostShown = 50;

/** The ticket that answers for one: itself, or what it was merged into, and so on. */
export async function answeringFor(q: Query, named: Ticket): Promise<Ticket> {
  let ticket = named;
  for (let i = 0; i < mostMerges && ticket.mergedIntoId !== null; i++) {
    const next = await findTicket(q, ticket.mergedIntoId);
    if (!next) break;
    ticket = next;
  }
  return ticket;
}

/** The tickets for which one answers: merged into it, or into one that was, the nearest first; 50 at most. */
export async function mergedInto(q: Query, number: number): Promise<LinkedTicket[]> {
  const found: LinkedTicket[] = [];
  for (let next = [number]; next.length > 0 && found.length < mostShown;) {
    const linked = (await Promise.all(next.map((id) => listLinked(q, id, 'mergedIntoId')))).flat();
    const isNew = ({ id }: LinkedTicket) => id !== number && !found.some((known) => known.id === id);
    next = linked.filter(isNew).map(({ id }) => id);
    found.push(...linked.filter(isNew));
  }
  return found.slice(0, mostShown);
}
