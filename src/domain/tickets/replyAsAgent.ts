import type { Context } from '#src/context.ts';
import { articlesNamedIn } from '#src/domain/articles/named.ts';
import { domainError } from '#src/errors.ts';
import { changeTicket, requireStaff } from './change.ts';
import { linkArticle } from './linkArticle.ts';
import { listLinks } from './link.store.ts';
import { renderMessage } from './markup.ts';
import { addMessage, once, readyMessage, type MessageInput } from './message.ts';
import { stateAfterAgentReply, type TicketState } from './ticket.ts';

/**
 * Answer the requester in Markdown. The ticket then waits for them, unless `keepOpen` says that more will follow. An article
 * that the reply links to answers the ticket: reuse is review.
 * @returns the message's id
 * @throws sign_in_required, not_found, invalid, too_large; conflict when it was merged away or is spam
 */
export async function replyAsAgent(
  ctx: Context,
  number: number,
  input: MessageInput & { keepOpen?: boolean },
): Promise<number> {
  requireStaff(ctx);
  const message = await readyMessage(ctx, number, input);
  const html = await renderMessage(message.body, ctx.locale);
  const named = await articlesNamedIn(ctx, message.body);
  return once(ctx, message.submission, () =>
    changeTicket(ctx, number, async (change) => {
      const { ticket, set, record, by } = change;
      // Nobody would get it: what was merged or is spam has no requester to answer to.
      if (ticket.mergedIntoId !== null || ticket.spamAt !== null)
        throw domainError('conflict', { reason: ticket.spamAt ? 'spam' : 'merged' });
      const id = await addMessage(change, ctx, { ...message, kind: 'public', html });
      const state: TicketState = input.keepOpen
        ? ticket.state === 'new'
          ? 'open'
          : ticket.state
        : stateAfterAgentReply(ticket.state);
      await set({
        state,
        lastMessageAt: ctx.now,
        firstReplyAt: ticket.firstReplyAt ?? ctx.now,
        publicReplies: ticket.publicReplies + 1,
        assigneeId: ticket.assigneeId ?? by.agentId,
        snoozedUntil: null,
      });
      await record('replied', { message: id });
      if (state !== ticket.state)
        await record('state_changed', { from: ticket.state, to: state, message: id });
      if (ticket.assigneeId === null && by.agentId !== null)
        await record('assigned', { from: null, to: by.agentId, message: id });
      const known = (await listLinks(change.tx, number)).map((link) => link.id);
      for (const article of named.filter((one) => !known.includes(one.id)))
        await linkArticle(ctx, number, article.id, 'answers');
      return id;
    }),
  );
}
