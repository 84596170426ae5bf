import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { changeTicket } from './change.ts';
import { reopened } from './replyAsRequester.ts';
import { canChangeState, isReopening, type TicketState } from './ticket.ts';

/**
 * Put a ticket into a state by hand. `resolved` has its own verb, which asks what solved it; an agent can't go round it
 * by closing what nobody resolved.
 * @throws sign_in_required, not_found, invalid (closed before it is resolved), conflict when the state can't follow the
 * present one
 */
export function changeState(
  ctx: Context,
  number: number,
  to: Exclude<TicketState, 'resolved'>,
): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    const from = change.ticket.state;
    if (from === to) return;
    if (!canChangeState(from, to)) throw domainError('conflict', { from, to });
    if (to === 'closed' && from !== 'resolved' && change.by.kind === 'agent')
      throw domainError('invalid', { fields: { state: 'resolve_first' } });
    if (isReopening(from, to)) return reopened(change, ctx.now);
    await change.set({ state: to, closedAt: to === 'closed' ? ctx.now : null, snoozedUntil: null });
    await change.record('state_changed', { from, to });
  });
}
