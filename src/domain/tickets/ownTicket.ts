import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { hash, isKey } from './accessKey.ts';
import { findTicketByKey, findTicketWithEmail } from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

export type OwnTicket = Ticket & { email: string };

/**
 * The ticket of a requester whose browser holds its key.
 * @throws not_found for everyone else, whether or not the ticket exists.
 */
export async function getOwnTicket(ctx: Context, number: number): Promise<OwnTicket> {
  const ticket = await findOwnTicket(ctx, number);
  if (!ticket) throw domainError('not_found', { ticket: number });
  return ticket;
}

/** The same, and any ticket for agents: for pages that only show. @throws not_found */
export async function getVisibleTicket(ctx: Context, number: number): Promise<OwnTicket> {
  if (ctx.actor.kind === 'visitor') return getOwnTicket(ctx, number);
  const ticket = await findTicketWithEmail(ctx.db.read, number);
  if (!ticket) throw domainError('not_found', { ticket: number });
  return ticket;
}

/** The same, or null. */
export async function findOwnTicket(ctx: Context, number: number): Promise<OwnTicket | null> {
  const key = ctx.actor.kind === 'visitor' ? ctx.actor.ticketKeys[number] : undefined;
  return isKey(key) ? findTicketByKey(ctx.db.read, number, hash(key)) : null;
}
