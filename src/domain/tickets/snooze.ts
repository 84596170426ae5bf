import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { changeTicket } from './change.ts';
import { listSnoozedUntil } from './ticket.store.ts';
import { isFinished } from './ticket.ts';

const batch = 200;
const longestMs = 365 * 86_400_000;

/** Put a ticket out of sight until a moment within a year, or (null) back at once. @throws sign_in_required, not_found, invalid, conflict */
export function snoozeTicket(ctx: Context, number: number, until: Date | null): Promise<void> {
  const ahead = until === null ? 0 : until.getTime() - ctx.now.getTime();
  if (until !== null && !(ahead > 0 && ahead <= longestMs))
    throw domainError('invalid', { fields: { until: 'bad_time' } });
  return changeTicket(ctx, number, async ({ ticket, set, record }) => {
    if (isFinished(ticket.state)) throw domainError('conflict', { state: ticket.state });
    if (ticket.snoozedUntil?.getTime() === until?.getTime()) return;
    await set({ snoozedUntil: until });
    await record(until === null ? 'woken' : 'snoozed', until === null ? {} : { until: until.toISOString() });
  });
}

/** Bring back every ticket whose time has come; for the recurring job. @returns how many were looked at */
export async function wakeTickets(ctx: Context): Promise<number> {
  const due = await listSnoozedUntil(ctx.db.read, ctx.now, batch);
  for (const number of due) await wakeIfDue(ctx, number);
  return due.length < batch ? due.length : due.length + (await wakeTickets(ctx));
}

/** It may have been woken, or put to sleep for longer, since it was listed. */
function wakeIfDue(ctx: Context, number: number): Promise<void> {
  return changeTicket(ctx, number, async ({ ticket, set, record }) => {
    if (ticket.snoozedUntil === null || ticket.snoozedUntil > ctx.now) return;
    await set({ snoozedUntil: null });
    await record('woken');
  });
}
