import type { Context } from '#src/context.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { writeArticle, type Writing } from '#src/domain/articles/write.ts';
import { linkArticle } from '#src/domain/tickets/linkArticle.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { gateOfWriting } from './gateOfWriting.ts';

/**
 * Write an article, without the data of the ticket it is written or mended for nor of those it answers; when it is new, tie
 * the two: the article knows whose data it must not show, the ticket that the article came of it. Published, it becomes what solved the ticket if that is resolved, and
 * so the search learns the customer's words.
 * @throws as `writeArticle`; `not_found` for the ticket.
 */
export async function writeFromTicket(
  ctx: Context,
  { ticket, ...writing }: Writing & { ticket?: number | undefined },
): Promise<Article> {
  return ctx.db.write(async () => {
    const isNew = ticket !== undefined && writing.id === undefined;
    const personalData = await gateOfWriting(ctx, { ticket, id: writing.id });
    const article = await writeArticle(ctx, { ...writing, personalData });
    if (isNew) await linkArticle(ctx, ticket, article.id, 'created');
    const number = article.personalData?.ticket;
    if (number && writing.publish) await teach(ctx, number, article.id);
    return article;
  });
}

/** A resolved ticket that no article answered yet is answered by the one that was written from it. */
async function teach(ctx: Context, number: number, articleId: number): Promise<void> {
  const { ticket } = await ticketView(ctx, number);
  if (ticket.state !== 'resolved' || ticket.solvedByArticleId !== null) return;
  const { solvedByMessageId, selfServiceFailure } = ticket;
  await resolveTicket(ctx, number, {
    ...{ solvedByMessageId, solvedByArticleId: articleId },
    selfServiceFailure: selfServiceFailure ?? 'missing',
  });
}
