import type { Context } from '#src/context.ts';
import { changeTicket } from './change.ts';
import { listOverdue } from './overdue.store.ts';
import type { Ticket } from './ticket.ts';

/** Hours a customer may wait for an answer by priority, 1 (low) to 5 (critical), before it is said that they do. */
const allowedHours: Readonly<Record<number, number>> = { 1: 48, 2: 24, 3: 8, 4: 4, 5: 2 };
const hourMs = 3_600_000;
/** What has waited longer than this fell overdue long ago: after an upgrade nobody gets a flood about the past. */
const stalestMs = 14 * 24 * hourMs;
const batch = 200;

/** Since when a ticket must have waited to be overdue, by priority. */
const limitsAt = (now: Date) =>
  Object.entries(allowedHours).map(([priority, hours]) => ({
    priority: Number(priority),
    before: new Date(now.getTime() - hours * hourMs),
  }));

/**
 * Say once of each ticket on which it is our turn (new or open, awake) that its last message has waited too long; for
 * the recurring job. The next message of its requester starts the time again.
 * @returns how many fell overdue
 */
export async function announceOverdue(ctx: Context): Promise<number> {
  const since = new Date(ctx.now.getTime() - stalestMs);
  const numbers = await listOverdue(ctx.db.read, { limits: limitsAt(ctx.now), since, most: batch });
  for (const number of numbers) await sayOverdue(ctx, number);
  return numbers.length;
}

/** Somebody may have answered since it was listed. */
function sayOverdue(ctx: Context, number: number): Promise<void> {
  return changeTicket(ctx, number, async ({ ticket, set, record }) => {
    if (!isOverdue(ticket, ctx.now) || isSaid(ticket)) return;
    await set({ overdueAt: ctx.now, updatedAt: ticket.updatedAt });
    await record('overdue', {
      hours: Math.floor((ctx.now.getTime() - ticket.lastMessageAt.getTime()) / hourMs),
    });
  });
}

type Waiting = Pick<Ticket, 'state' | 'priority' | 'lastMessageAt' | 'snoozedUntil' | 'overdueAt'>;

/** Whether a customer waits for our answer longer than the ticket's priority allows. */
export function isOverdue(ticket: Omit<Waiting, 'overdueAt'>, now: Date): boolean {
  const isOurTurn = ticket.state === 'new' || ticket.state === 'open';
  const waitedMs = now.getTime() - ticket.lastMessageAt.getTime();
  return (
    isOurTurn && ticket.snoozedUntil === null && waitedMs >= (allowedHours[ticket.priority] ?? 48) * hourMs
  );
}

const isSaid = ({ overdueAt, lastMessageAt }: Waiting) => overdueAt !== null && overdueAt >= lastMessageAt;
