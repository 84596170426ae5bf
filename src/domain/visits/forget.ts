import type { Context } from '#src/context.ts';
import { forgetVoteComments } from '#src/domain/articles/vote.ts';
import { forgetQuestionsOf } from '#src/domain/search/forget.ts';
import { enqueue } from '#src/jobs/queue.ts';
import { blankWords, listVisitsOf } from './forget.store.ts';

/**
 * Forgets every word that the people behind these tickets searched for, on the way to them too: past questions, the words
 * of the visits that filed them, their comments on articles, the story each ticket carries, and what the measures kept of
 * it. That a visit happened and how it ended still counts. Call it in the write that erases the tickets, before they go.
 */
export async function forgetWordsOf(ctx: Context, ticketIds: readonly number[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await ctx.db.write(async (tx) => {
    const visitIds = await listVisitsOf(tx, ticketIds);
    await forgetQuestionsOf(tx, { ticketIds, visitIds });
    await forgetVoteComments(tx, visitIds);
    const instants = await blankWords(tx, { ticketIds, visitIds });
    if (instants.length > 0)
      await enqueue(tx, { kind: 'measures.addUpAgain', payload: { instants }, runAt: ctx.now });
  });
}
