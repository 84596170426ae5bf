import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { requireStaff } from './change.ts';
import { lastMessageId } from './message.store.ts';
import { deletePresenceBefore, keepPresence, listPresent, type Present } from './presence.store.ts';
import { findTicket } from './ticket.store.ts';

/** A page says every 20 seconds that it is open; after a minute of silence nobody is there. */
const freshMs = 60_000;

/**
 * Say that the agent has a ticket open, and whether they are answering it.
 * @returns who else has, and the latest message, so that the page can tell that something came
 * @throws sign_in_required, not_found
 */
export async function announcePresence(
  ctx: Context,
  number: number,
  { isAnswering }: { isAnswering: boolean },
): Promise<{ others: Present[]; lastMessage: number }> {
  const { agentId } = requireStaff(ctx);
  if (!(await findTicket(ctx.db.read, number))) throw domainError('not_found', { ticket: number });
  if (agentId !== null)
    await ctx.db.write((tx) => keepPresence(tx, { ticketId: number, agentId, isAnswering, at: ctx.now }));
  return { others: await othersPresent(ctx, number), lastMessage: await lastMessageId(ctx.db.read, number) };
}

/** Who else has a ticket open right now. @throws sign_in_required */
export function othersPresent(ctx: Context, number: number): Promise<Present[]> {
  const since = new Date(ctx.now.getTime() - freshMs);
  return listPresent(ctx.db.read, number, { since, except: requireStaff(ctx).agentId ?? 0 });
}

/** Forget what is stale; for the recurring job. */
export async function dropStalePresence(ctx: Context): Promise<void> {
  await ctx.db.write((tx) => deletePresenceBefore(tx, new Date(ctx.now.getTime() - freshMs)));
}
