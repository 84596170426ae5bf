import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { tellFollowersLater } from '#src/domain/wishes/follow.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { deleteIssue, findIssue, keepIssue, listOfTickets, listStates } from './issue.store.ts';
import { stateInput, type IssueState } from './issue.ts';

/**
 * Say that an article speaks of a problem many have, and where that stands; its readers see it. Those who follow it hear
 * when it is solved. @throws sign_in_required, not_found, invalid
 */
export async function declareIssue(ctx: Context, articleId: number, given: string): Promise<void> {
  const { id: byId } = requireAgent(ctx);
  const state = checkInput(stateInput, given);
  const { key } = await getArticle(ctx, articleId);
  const at = { createdAt: ctx.now, updatedAt: ctx.now };
  await ctx.db.write(async (tx) => {
    const before = await findIssue(tx, key);
    await keepIssue(tx, { articleKey: key, state, answeredAt: null, byId, ...at });
    await bumpCounter(tx, 'content');
    if (state === 'solved' && before?.state !== 'solved') await tellFollowersLater(tx, ctx, articleId);
  });
}

/** It is an article like others. @throws sign_in_required, not_found */
export async function endIssue(ctx: Context, articleId: number): Promise<void> {
  requireAgent(ctx);
  const { key } = await getArticle(ctx, articleId);
  await ctx.db.write(async (tx) => {
    await deleteIssue(tx, key);
    await bumpCounter(tx, 'content');
  });
}

/** Where those of these articles stand that are known issues, by their keys. For readers as well. */
export async function issueStatesOf(
  ctx: Context,
  articleKeys: readonly string[],
): Promise<Map<string, IssueState>> {
  const rows = await listStates(ctx.db.read, [...new Set(articleKeys)]);
  return new Map(rows.map(({ articleKey, state }) => [articleKey, state]));
}

/** The same of tickets, by what answers them. */
export async function issuesOfTickets(ctx: Context, ticketIds: number[]): Promise<Map<number, IssueState>> {
  const rows = await listOfTickets(ctx.db.read, ticketIds);
  return new Map(rows.map(({ ticketId, state }) => [ticketId, state]));
}
