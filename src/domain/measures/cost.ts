import type { Context } from '#src/context.ts';
import { named, type Filter } from './dimension.ts';
import { avoidedTickets, type Avoided } from './holdout.ts';
import type { Sums } from './metric.ts';

/** What costs are made of; TICKET_COST is the operator's own figure. */
export interface Cost {
  /** In the operator's currency; 0: not said. */
  perTicket: number;
  tickets: number;
  /** Null where visits can't be told apart by what is asked for: they have no tier and no agent. */
  saved: Saved | null;
  /** What a trial says of all that happened; null of a part, or without any trial. */
  avoided: Avoided | null;
}

interface Saved {
  /** Asks that ended solved at the suggestions: each was about to become a ticket. */
  asksSolved: number;
  /** Visits that said they found their answer: not each of them would have asked. */
  confirmed: number;
}

/** What the tickets of a period cost, and what was saved. @throws sign_in_required */
export async function costOf(ctx: Context, sums: Sums, filter: Filter): Promise<Cost> {
  const isOfVisits = filter.tier === undefined && filter.agent === undefined;
  return {
    perTicket: ctx.config.ticketCost,
    tickets: sums.n('tickets'),
    saved: isOfVisits ? { asksSolved: sums.n('asks_solved'), confirmed: sums.n('confirmed') } : null,
    avoided: named(filter).length === 0 ? await avoidedTickets(ctx, sums.n('asks')) : null,
  };
}
