import type { Context } from '#src/context.ts';
import { audiences, type Audience } from './article.ts';
import { holdsTicket } from './audience.store.ts';

/**
 * Which audiences' articles the actor may read, for every lookup of page, search, API and file: agents and the system
 * all, a visitor who holds the key of a ticket those for customers, anyone else the public ones.
 */
export async function readableAudiences(ctx: Context): Promise<readonly Audience[]> {
  if (ctx.actor.kind !== 'visitor') return audiences;
  const isCustomer = await holdsTicket(ctx.db.read, ctx.actor.ticketKeys);
  return isCustomer ? ['public', 'customers'] : ['public'];
}
