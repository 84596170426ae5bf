import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { hash, isKey } from './accessKey.ts';
import { findTicketFor, type OwnTicket } from './people.store.ts';
import { findTicketWithEmail } from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

export type { OwnTicket } from './people.store.ts';

/**
 * The ticket of somebody who takes part in it: by the key their browser holds, or signed in.
 * @throws not_found for everyone else, whether or not the ticket exists.
 */
export async function getOwnTicket(ctx: Context, number: number): Promise<OwnTicket> {
  const ticket = await findOwnTicket(ctx, number);
  if (!ticket) throw domainError('not_found', { ticket: number });
  return ticket;
}

/** The same, and any ticket for agents: for pages that only show. @throws not_found */
export async function getVisibleTicket(ctx: Context, number: number): Promise<Ticket & { email: string }> {
  if (ctx.actor.kind === 'visitor') return getOwnTicket(ctx, number);
  const ticket = await findTicketWithEmail(ctx.db.read, number);
  if (!ticket) throw domainError('not_found', { ticket: number });
  return ticket;
}

/** The same, or null. */
export async function findOwnTicket(ctx: Context, number: number): Promise<OwnTicket | null> {
  if (ctx.actor.kind !== 'visitor') return null;
  const { ticketKeys, requesterId = null } = ctx.actor;
  const key = ticketKeys[number];
  return findTicketFor(ctx.db.read, number, { keyHash: isKey(key) ? hash(key) : null, requesterId });
}
