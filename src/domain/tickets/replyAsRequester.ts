import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { getOwnTicket } from './ownTicket.ts';
import { byParticipant, changeOf, type Change } from './change.ts';
import { learnLater } from './learn.ts';
import { answeringFor } from './merged.ts';
import { addMessage, once, readyMessage, type MessageInput } from './message.ts';
import { takesPart } from './people.ts';
import { findTicketToChange } from './ticket.store.ts';
import { isFinished, stateAfterRequesterReply } from './ticket.ts';

/**
 * The requester, or somebody in copy, writes again. It wakes a sleeping ticket and reopens a resolved one; a
 * closed one takes no more (`conflict`): the page then offers to file a new one.
 * @returns the message's id
 * @throws not_found, conflict, invalid, too_large
 */
export async function replyAsRequester(ctx: Context, number: number, input: MessageInput): Promise<number> {
  const { me, ...ticket } = await getOwnTicket(ctx, number);
  const { id } = await answeringFor(ctx.db.read, ticket);
  // Whoever was taken out of what it was merged into writes there no more.
  const isThere = id === number || (await takesPart(ctx.db.read, id, me.requesterId));
  if (!isThere) throw domainError('not_found', { ticket: number });
  return writeAsParticipant(ctx, id, me.requesterId, input);
}

/** The same for whoever proved to be a participant in another way, such as by mail. @throws conflict, invalid, too_large */
export async function writeAsParticipant(
  ctx: Context,
  number: number,
  requesterId: number,
  input: MessageInput,
): Promise<number> {
  const message = await readyMessage(ctx, number, input);
  return once(ctx, message.submission, () =>
    ctx.db.write(async (tx) => {
      const ticket = (await findTicketToChange(tx, number))!;
      const change = changeOf(tx, ctx, ticket, byParticipant(requesterId));
      const state = stateAfterRequesterReply(ticket.state);
      if (state === null) throw domainError('conflict', { reason: 'closed' });
      const id = await addMessage(change, ctx, { ...message, kind: 'public', html: '' });
      await change.record('requester_replied', { message: id });
      if (isFinished(ticket.state)) await reopened(change, ctx.now);
      else if (state !== ticket.state)
        await change.record('state_changed', { from: ticket.state, to: state });
      await change.set({ state, lastMessageAt: ctx.now, snoozedUntil: null });
      return id;
    }),
  );
}

/** Take a resolution back: it no longer counts, and who solved it how is open again. */
export async function reopened(change: Change, now: Date): Promise<void> {
  const { ticket, set, record } = change;
  await set({
    state: 'open',
    resolvedAt: null,
    resolvedById: null,
    closedAt: null,
    solvedByMessageId: null,
    solvedByArticleId: null,
    wasKnown: null,
    reopenings: ticket.reopenings + 1,
  });
  await record('reopened', { from: ticket.state });
  await learnLater(change, now);
}
