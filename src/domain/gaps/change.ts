import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { listAgents } from '#src/domain/accounts/people.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { writeFromTicket } from '#src/domain/automation/writeFromTicket.ts';
import { domainError } from '#src/errors.ts';
import { updateGap } from './gap.store.ts';
import { getGap } from './list.ts';

/** Give a gap to somebody, or to nobody. @throws sign_in_required, not_found, invalid (no such agent) */
export async function assignGap(ctx: Context, id: number, ownerId: number | null): Promise<void> {
  requireAgent(ctx);
  await getGap(ctx, id);
  const isAgent = ownerId === null || (await listAgents(ctx)).some((agent) => agent.id === ownerId);
  if (!isAgent) throw domainError('invalid', { fields: { owner: 'bad_choice' } });
  await ctx.db.write((tx) => updateGap(tx, id, { ownerId }));
}

/** Write an article, from a ticket or not, and tie it to the gap it is to answer; all or nothing. @throws as writing does */
export async function writeForGap(
  ctx: Context,
  { gap, ...writing }: Parameters<typeof writeFromTicket>[1] & { gap?: number | undefined },
): Promise<Article> {
  return ctx.db.write(async (tx) => {
    const article = await writeFromTicket(ctx, writing);
    if (gap === undefined) return article;
    const { ownerId } = await getGap(ctx, gap);
    // Looked at again at the next turn, and given to whoever wrote, unless somebody has it.
    const owner = ownerId ?? requireAgent(ctx).id;
    await updateGap(tx, gap, { articleId: article.id, ownerId: owner, checkedAt: null });
    return article;
  });
}
