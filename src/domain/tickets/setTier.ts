import type { Context } from '#src/context.ts';
import { changeTicket, parseInput } from './change.ts';
import { tierInput } from './ticket.ts';

/**
 * Hand a ticket to another tier with a reason. It becomes unassigned there; handed to a higher one it is an escalation.
 * @throws sign_in_required, not_found, invalid
 */
export function setTier(
  ctx: Context,
  number: number,
  input: { tier: number; reason?: string },
): Promise<void> {
  const { tier, reason } = parseInput(tierInput, input);
  return changeTicket(ctx, number, async ({ ticket, set, record }) => {
    if (ticket.tier === tier) return;
    const isEscalation = tier > ticket.tier;
    await set({ tier, assigneeId: null, escalations: ticket.escalations + (isEscalation ? 1 : 0) });
    await record('tier_changed', { from: ticket.tier, to: tier, reason, isEscalation });
  });
}
