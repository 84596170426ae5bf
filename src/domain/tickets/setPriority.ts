import type { Context } from '#src/context.ts';
import { changeTicket, parseInput } from './change.ts';
import { prioritiseInput, priorityOf } from './ticket.ts';

/** Say how many a ticket concerns and how long it can wait; the priority follows. @throws sign_in_required, not_found, invalid */
export function setPriority(
  ctx: Context,
  number: number,
  input: { impact: number; urgency: number },
): Promise<void> {
  const { impact, urgency } = parseInput(prioritiseInput, input);
  return changeTicket(ctx, number, async ({ ticket, set, record }) => {
    if (ticket.impact === impact && ticket.urgency === urgency) return;
    const priority = priorityOf(impact, urgency);
    await set({ impact, urgency, priority });
    await record('prioritised', { from: ticket.priority, to: priority, impact, urgency });
  });
}
