import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { byParticipant, changeOf, changeTicket, type Change } from './change.ts';
import { getOwnTicket } from './ownTicket.ts';
import { deletePerson, findPerson } from './people.store.ts';
import { findTicketToChange } from './ticket.store.ts';

/** Take somebody out of copy: their private link opens the ticket no more. @throws sign_in_required, not_found */
export function removePerson(ctx: Context, number: number, requesterId: number): Promise<void> {
  return changeTicket(ctx, number, (change) => remove(change, requesterId));
}

/**
 * The same by the requester for anybody in copy, and by those for themselves.
 * @returns whether it was themselves
 * @throws not_found, not_allowed
 */
export async function removeColleague(ctx: Context, number: number, requesterId: number): Promise<boolean> {
  const { me } = await getOwnTicket(ctx, number);
  if (!me.isRequester && me.requesterId !== requesterId) throw domainError('not_allowed');
  await ctx.db.write(async (tx) => {
    const ticket = (await findTicketToChange(tx, number))!;
    await remove(changeOf(tx, ctx, ticket, byParticipant(me.requesterId)), requesterId);
  });
  return me.requesterId === requesterId;
}

async function remove({ tx, ticket, record, set }: Change, requesterId: number): Promise<void> {
  if (!(await findPerson(tx, ticket.id, requesterId))) return;
  await deletePerson(tx, ticket.id, requesterId);
  await record('person_removed', { requester: requesterId });
  await set({});
}
