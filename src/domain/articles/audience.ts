import type { Context } from '#src/context.ts';
import { audiences, type Audience } from './article.ts';
import { holdsTicket } from './audience.store.ts';

/**
 * Which audiences' articles the actor may read, for every lookup of page, search, API and file: agents and the system
 * all, a visitor who holds the key of a ticket, or is signed in, those for customers, anyone else the public ones.
 */
export async function readableAudiences(ctx: Context): Promise<readonly Audience[]> {
  if (ctx.actor.kind !== 'visitor') return audiences;
  const { requesterId, ticketKeys } = ctx.actor;
  const isCustomer = Boolean(requesterId) || (await holdsTicket(ctx.db.read, ticketKeys));
  return isCustomer ? ['public', 'customers'] : ['public'];
}
