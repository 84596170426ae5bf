import type { Context } from '#src/context.ts';
import { byParticipant, changeOf } from './change.ts';
import { learnLater } from './learn.ts';
import { listLinks } from './link.store.ts';
import { listMessages } from './message.store.ts';
import { getOwnTicket } from './ownTicket.ts';
import { solvingArticle } from './resolve.ts';
import { findTicketToChange } from './ticket.store.ts';
import { isFinished } from './ticket.ts';

/**
 * Somebody who takes part says that it is solved: the ticket is resolved, by the last answer they were given, and can be
 * reopened like any other. One that is finished stays as it is.
 * @throws not_found
 */
export async function closeOwnTicket(ctx: Context, number: number): Promise<void> {
  const { me } = await getOwnTicket(ctx, number);
  await ctx.db.write(async (tx) => {
    const ticket = (await findTicketToChange(tx, number))!;
    if (isFinished(ticket.state)) return;
    const change = changeOf(tx, ctx, ticket, byParticipant(me.requesterId));
    const messages = await listMessages(tx, number, { publicOnly: true });
    const answer = messages.findLast(({ authorKind }) => authorKind === 'agent') ?? null;
    const link = (await listLinks(tx, number)).find(({ relation }) => relation !== 'related');
    const article = await solvingArticle(change, ctx, link?.id ?? null);
    await change.set({
      state: 'resolved',
      resolvedAt: ctx.now,
      resolvedById: answer?.agentId ?? ticket.assigneeId,
      solvedByMessageId: answer?.id ?? null,
      snoozedUntil: null,
      ...article,
    });
    await change.record('resolved', { message: answer?.id ?? null, article: article.solvedByArticleId });
    await learnLater(change, ctx.now);
  });
}
