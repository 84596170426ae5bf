import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { getOwnTicket } from './ownTicket.ts';
import { byParticipant, changeOf, changeTicket } from './change.ts';
import { reopened } from './replyAsRequester.ts';
import { findTicketToChange } from './ticket.store.ts';
import { isFinished } from './ticket.ts';

/** Take a finished ticket up again; one that is not finished stays as it is. @throws sign_in_required, not_found */
export function reopenTicket(ctx: Context, number: number): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    if (isFinished(change.ticket.state)) await reopened(change, ctx.now);
  });
}

/** The requester says that it is not solved after all. @throws not_found, conflict when the ticket is closed */
export async function reopenOwnTicket(ctx: Context, number: number): Promise<void> {
  const { me } = await getOwnTicket(ctx, number);
  await ctx.db.write(async (tx) => {
    const ticket = (await findTicketToChange(tx, number))!;
    if (ticket.state === 'closed') throw domainError('conflict', { reason: 'closed' });
    if (ticket.state === 'resolved')
      await reopened(changeOf(tx, ctx, ticket, byParticipant(me.requesterId)), ctx.now);
  });
}
