import type { Context } from '#src/context.ts';
import { changeTicket } from './change.ts';
import { changeState } from './changeState.ts';
import { listResolvedBefore } from './ticket.store.ts';

const batch = 200;

/** Close a ticket: it takes no more replies from its requester. @throws sign_in_required, not_found */
export const closeTicket = (ctx: Context, number: number): Promise<void> =>
  changeState(ctx, number, 'closed');

/**
 * Close what was resolved REOPEN_DAYS ago and could have been reopened since; for the recurring job.
 * @returns how many were looked at
 */
export async function closeResolved(ctx: Context): Promise<number> {
  const before = new Date(ctx.now.getTime() - ctx.config.reopenDays * 86_400_000);
  const numbers = await listResolvedBefore(ctx.db.read, before, batch);
  for (const number of numbers) await closeStillResolved(ctx, number, before);
  return numbers.length < batch ? numbers.length : numbers.length + (await closeResolved(ctx));
}

/** Its requester may have reopened it since it was listed. */
function closeStillResolved(ctx: Context, number: number, before: Date): Promise<void> {
  return changeTicket(ctx, number, async ({ ticket, set, record }) => {
    if (ticket.state !== 'resolved' || ticket.resolvedAt === null || ticket.resolvedAt > before) return;
    await set({ state: 'closed', closedAt: ctx.now });
    await record('state_changed', { from: 'resolved', to: 'closed' });
  });
}
