import type { Context } from '#src/context.ts';
import type { Sums } from './metric.ts';

/** What costs are made of; TICKET_COST is the operator's own figure. */
export interface Cost {
  /** In the operator's currency; 0: not said. */
  perTicket: number;
  tickets: number;
  /** Asks that ended solved at the suggestions: each was about to become a ticket. */
  asksSolved: number;
  /** Visits that said they found their answer: not each of them would have asked. */
  confirmed: number;
}

export const costOf = ({ config }: Context, sums: Sums): Cost => ({
  perTicket: config.ticketCost,
  tickets: sums.n('tickets'),
  asksSolved: sums.n('asks_solved'),
  confirmed: sums.n('confirmed'),
});
