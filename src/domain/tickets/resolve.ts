import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { changeTicket, type Change } from './change.ts';
import { changeState } from './changeState.ts';
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
 * Resolve a ticket and say what solved it; the search learns from that. An agent says which article answers it, or why
 * none does, and why self-service failed: now, or when it was resolved before. The answer *was known* when its article
 * was published before the ticket was filed (DESIGN §5, known vs new). Doing it again on a resolved ticket corrects what
 * solved it and keeps the time.
 * @throws sign_in_required, not_found, invalid (nothing said, or nothing that can have solved it), conflict when the
 * ticket is closed
 */
export function resolveTicket(ctx: Context, number: number, solution: Solution = {}): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    if (change.by.kind === 'agent') requireSaid(change.ticket, solution);
    await resolveIt(change, ctx, solution);
  });
}

/**
 * The same where nobody can be asked, such as by mail: an article that is linked as the answer is taken for it, else the
 * ticket waits among the unexplained ones of the queue. One that is resolved already is closed.
 * @throws sign_in_required, not_found, conflict when the ticket is closed
 */
export function resolveUnasked(
  ctx: Context,
  number: number,
  solvedByMessageId: number | null,
): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    const { tx, ticket } = change;
    if (ticket.state === 'resolved') return changeState(ctx, number, 'closed');
    const link = (await listLinks(tx, number)).find(({ relation }) => relation !== 'related');
    await resolveIt(change, ctx, { solvedByMessageId, solvedByArticleId: link?.id ?? null });
  });
}

function requireSaid(ticket: Ticket, said: Solution): void {
  const answer = said.solvedByArticleId ?? said.noAnswerReason ?? ticket.noAnswerReason;
  const failure = said.selfServiceFailure ?? ticket.selfServiceFailure;
  const fields = {
    ...((answer ?? null) === null && { answer: 'required' }),
    ...(failure === null && { failure: 'required' }),
  };
  if (Object.keys(fields).length > 0) throw domainError('invalid', { fields });
}

async function resolveIt(change: Change, ctx: Context, solution: Solution): Promise<void> {
  const { tx, ticket, by, set, record } = change;
  if (!canChangeState(ticket.state, 'resolved')) throw domainError('conflict', { from: ticket.state });
  const solvedByMessageId = await checkMessage(tx, ticket, solution.solvedByMessageId ?? null);
  const article = await solvingArticle(change, ctx, solution.solvedByArticleId ?? null);
  const { solvedByArticleId } = article;
  const isFirst = ticket.state !== 'resolved';
  await set({
    ...{ state: 'resolved', solvedByMessageId, ...article, snoozedUntil: null },
    noAnswerReason: solvedByArticleId === null ? (solution.noAnswerReason ?? ticket.noAnswerReason) : null,
    selfServiceFailure: solution.selfServiceFailure ?? ticket.selfServiceFailure,
    ...(isFirst && {
      resolvedAt: ctx.now,
      resolvedById: by.agentId,
      assigneeId: ticket.assigneeId ?? by.agentId,
    }),
  });
  const what = { message: solvedByMessageId, article: solvedByArticleId };
  await record(isFirst ? 'resolved' : 'solution_changed', what);
  await learnLater(change, ctx.now);
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
