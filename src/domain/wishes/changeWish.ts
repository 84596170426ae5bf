import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { enqueue } from '#src/jobs/queue.ts';
import { confirmWishRow, deleteOld, deleteWish, findWish } from './wish.store.ts';
import { confirmDays, keepDays, nonceOf, type Wish } from './wish.ts';

/** What the page behind a link of its mails shows; null once it was answered, dropped or forgotten. @throws not_found for a link that is none */
export async function findWishBehind(ctx: Context, token: unknown): Promise<Wish | null> {
  const nonce = await nonceOf(ctx, token);
  if (nonce === null) throw domainError('not_found');
  return findWish(ctx.db.read, nonce);
}

/**
 * The address says yes, by the button behind the link that only it got. What was published meanwhile may answer already: a
 * job looks. @throws not_found
 */
export async function confirmWish(ctx: Context, token: unknown): Promise<void> {
  const wish = await findWishBehind(ctx, token);
  if (!wish) return;
  await ctx.db.write(async (tx) => {
    if (await confirmWishRow(tx, wish.id, ctx.now))
      await enqueue(tx, { kind: 'wishes.tellLate', payload: { wish: wish.id }, runAt: ctx.now });
  });
}

/** The address wants nothing any more: everything about the wish goes. @throws not_found */
export async function dropWish(ctx: Context, token: unknown): Promise<void> {
  const wish = await findWishBehind(ctx, token);
  if (wish) await ctx.db.write((tx) => deleteWish(tx, wish.id));
}

/** Forget what was never confirmed, and what nothing answered in a year; for the recurring job. */
export async function dropOldWishes(ctx: Context): Promise<void> {
  const ago = (days: number) => new Date(ctx.now.getTime() - days * 86_400_000);
  await ctx.db.write((tx) => deleteOld(tx, { unconfirmedBefore: ago(confirmDays), before: ago(keepDays) }));
}
