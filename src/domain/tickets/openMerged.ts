import type { Context } from '#src/context.ts';
import { keyCookie } from './accessKey.ts';
import { answeringFor } from './merged.ts';
import { findOwnTicket } from './ownTicket.ts';
import { privateKeyOf } from './people.ts';

/**
 * The way on from a ticket that was merged, for whoever opened it by their private link: the cookie with their own key
 * of the ticket that answers for it. Null when there is none, or they take no part there.
 */
export async function openMerged(ctx: Context, number: number) {
  const own = await findOwnTicket(ctx, number);
  if (!own || own.mergedIntoId === null) return null;
  const { id } = await answeringFor(ctx.db.read, own);
  const key = await privateKeyOf(ctx, id, own.me.requesterId);
  return key === null ? null : keyCookie(ctx, id, key);
}
