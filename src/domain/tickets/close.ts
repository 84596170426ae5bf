import type { Context } from '#src/context.ts';
import { changeState } from './changeState.ts';
import { listResolvedBefore } from './ticket.store.ts';

/** Days a resolved ticket can be reopened by its requester before it closes. */
export const daysUntilClosed = 14;
const batch = 200;

/** Close a ticket: it takes no more replies from its requester. @throws sign_in_required, not_found */
export const closeTicket = (ctx: Context, number: number): Promise<void> =>
  changeState(ctx, number, 'closed');

/** Close what has been resolved for 14 days without a word; for the recurring job. @returns how many */
export async function closeResolved(ctx: Context): Promise<number> {
  const before = new Date(ctx.now.getTime() - daysUntilClosed * 86_400_000);
  const numbers = await listResolvedBefore(ctx.db.read, before, batch);
  for (const number of numbers) await closeTicket(ctx, number);
  return numbers.length;
}
