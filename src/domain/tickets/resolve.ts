import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { changeTicket, type Change } from './change.ts';
import { findArticle, keepLink, listLinks } from './link.store.ts';
import { learnLater } from './learn.ts';
import { findMessage } from './message.store.ts';
import { canChangeState, type Ticket } from './ticket.ts';

export interface Solution {
  /** The public reply that solved it. */
  solvedByMessageId?: number | null;
  /** The article that answers it; it is linked as such. */
  solvedByArticleId?: number | null;
  /** Why no article answers it; kept only where none does. Left out, as before. */
  noAnswerReason?: Ticket['noAnswerReason'];
  /** Why self-service failed. Left out, as before. */
  selfServiceFailure?: Ticket['selfServiceFailure'];
}

/**
 * Resolve a ticket and say what solved it; the search learns from that. The answer *was known* when its article was
 * published before the ticket was filed (DESIGN §5, known vs new). Doing it again on a resolved ticket corrects what
 * solved it and keeps the time.
 * @throws sign_in_required, not_found, invalid, conflict when the ticket is closed
 */
export function resolveTicket(ctx: Context, number: number, solution: Solution = {}): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    const { tx, ticket, by, set, record } = change;
    if (!canChangeState(ticket.state, 'resolved')) throw domainError('conflict', { from: ticket.state });
    const solvedByMessageId = await checkMessage(tx, ticket, solution.solvedByMessageId ?? null);
    const { solvedByArticleId, wasKnown } = await solvingArticle(
      change,
      ctx,
      solution.solvedByArticleId ?? null,
    );
    const isFirst = ticket.state !== 'resolved';
    await set({
      state: 'resolved',
      solvedByMessageId,
      solvedByArticleId,
      wasKnown,
      noAnswerReason: solvedByArticleId === null ? (solution.noAnswerReason ?? ticket.noAnswerReason) : null,
      selfServiceFailure: solution.selfServiceFailure ?? ticket.selfServiceFailure,
      snoozedUntil: null,
      ...(isFirst && {
        resolvedAt: ctx.now,
        resolvedById: by.agentId,
        assigneeId: ticket.assigneeId ?? by.agentId,
      }),
    });
    await record(isFirst ? 'resolved' : 'solution_changed', {
      message: solvedByMessageId,
      article: solvedByArticleId,
    });
    await learnLater(change, ctx.now);
  });
}

async function checkMessage(tx: Query, ticket: Ticket, id: number | null): Promise<number | null> {
  if (id === null) return null;
  const message = await findMessage(tx, ticket.id, id);
  const isReply = message?.kind === 'public' && message.authorKind !== 'requester';
  if (!isReply) throw domainError('invalid', { fields: { solution: 'bad_choice' } });
  return id;
}

/** The article that answers a ticket, linked as such, and whether it was published before. @throws invalid */
export async function solvingArticle({ tx, ticket, by }: Change, ctx: Context, id: number | null) {
  if (id === null) return { solvedByArticleId: null, wasKnown: false };
  const article = await findArticle(tx, id);
  if (!article) throw domainError('invalid', { fields: { solution: 'bad_choice' } });
  const link = (await listLinks(tx, ticket.id)).find((known) => known.id === id);
  // An article that was written from the ticket answers it already.
  if (link?.relation !== 'created')
    await keepLink(tx, {
      ticketId: ticket.id,
      articleId: id,
      relation: 'answers',
      agentId: by.agentId,
      createdAt: ctx.now,
    });
  const wasKnown = article.publishedAt !== null && article.publishedAt < ticket.createdAt;
  return { solvedByArticleId: id, wasKnown };
}
