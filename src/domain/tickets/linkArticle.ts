import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { changeTicket, requireStaff } from './change.ts';
import { deleteLink, findArticle, keepLink, listLinks, listTicketsOfArticle } from './link.store.ts';
import { learnLater } from './learn.ts';
import type { Relation } from './ticket.ts';

/**
 * Link an article to a ticket: it `answers` it, is `related`, or was `created` from it. Linking again changes how.
 * @throws sign_in_required, not_found (the ticket), invalid (no such article)
 */
export function linkArticle(
  ctx: Context,
  number: number,
  articleId: number,
  relation: Relation,
): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    const { tx, ticket, by, set, record } = change;
    const article = await findArticle(tx, articleId);
    if (!article) throw domainError('invalid', { fields: { article: 'bad_choice' } });
    const known = (await listLinks(tx, ticket.id)).find((link) => link.id === articleId);
    if (known?.relation === relation) return;
    await keepLink(tx, {
      ticketId: ticket.id,
      articleId,
      relation,
      agentId: by.agentId,
      createdAt: ctx.now,
    });
    await set({});
    await record('article_linked', { article: articleId, title: article.title, relation });
    await learnLater(change, ctx.now);
  });
}

/** Take a link away; if the article was what solved the ticket, it no longer is. @throws sign_in_required, not_found */
export function unlinkArticle(ctx: Context, number: number, articleId: number): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    const { tx, ticket, set, record } = change;
    const link = (await listLinks(tx, ticket.id)).find(({ id }) => id === articleId);
    if (!link) return;
    await deleteLink(tx, ticket.id, articleId);
    const wasSolution = ticket.solvedByArticleId === articleId;
    await set(wasSolution ? { solvedByArticleId: null, wasKnown: false } : {});
    await record('article_unlinked', { article: articleId, title: link.title });
    await learnLater(change, ctx.now);
  });
}

/** Tickets linked to an article, for the article's page in the desk. @throws sign_in_required */
export async function ticketsOfArticle(ctx: Context, articleId: number, limit = 50) {
  requireStaff(ctx);
  return listTicketsOfArticle(ctx.db.read, articleId, limit);
}
