import type { Query } from '#db/open.ts';
import { findTicket } from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

/** Merges are followed so far; a ring of them ends somewhere. */
const mostMerges = 20;

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
