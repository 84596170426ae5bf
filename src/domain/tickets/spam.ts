import type { Context } from '#src/context.ts';
import { changeTicket } from './change.ts';
import { lastOf, stateIn } from './merge.ts';

/**
 * Mark a ticket as spam: it leaves the queue and the measures, and nobody is written to about it. Doing it again
 * changes nothing.
 * @throws sign_in_required, not_found
 */
export function markSpam(ctx: Context, number: number): Promise<void> {
  return changeTicket(ctx, number, async ({ ticket, set, record }) => {
    if (ticket.spamAt !== null) return;
    await set({ spamAt: ctx.now, state: 'closed', closedAt: ticket.closedAt ?? ctx.now, snoozedUntil: null });
    await record('spam', { from: ticket.state });
  });
}

/** It was none: the ticket is back in the state it was in. @throws sign_in_required, not_found */
export function unmarkSpam(ctx: Context, number: number): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    const { ticket, set, record } = change;
    if (ticket.spamAt === null) return;
    const state = stateIn((await lastOf(change, 'spam')).from, ticket);
    await set({ spamAt: null, state, closedAt: state === 'closed' ? ticket.closedAt : null });
    await record('not_spam', { to: state });
  });
}
