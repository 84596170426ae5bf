import { and, asc, between, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Relation } from './ticket.ts';

export interface LinkedArticle {
  id: number;
  title: string;
  locale: string;
  slug: string;
  state: 'draft' | 'published' | 'archived';
  publishedAt: Date | null;
  relation: Relation;
}

/** The articles linked to a ticket, in the order they were. */
export async function listLinks(q: Query, ticketId: number): Promise<LinkedArticle[]> {
  const rows = await selectLinks(q, eq(q.tables.ticketArticles.ticketId, ticketId));
  return rows.map(({ ticketId: _, ...link }) => link);
}

/** The articles that were written from tickets, each with its ticket. */
export function listWritten(q: Query, ticketIds: number[]) {
  const { ticketArticles: links } = q.tables;
  return selectLinks(q, and(inArray(links.ticketId, ticketIds), eq(links.relation, 'created')));
}

function selectLinks(q: Query, where: SQL | undefined): Promise<(LinkedArticle & { ticketId: number })[]> {
  const { ticketArticles, articles } = q.tables;
  return q
    .select({
      ticketId: ticketArticles.ticketId,
      id: articles.id,
      title: articles.title,
      locale: articles.locale,
      slug: articles.slug,
      state: articles.state,
      publishedAt: articles.publishedAt,
      relation: ticketArticles.relation,
    })
    .from(ticketArticles)
    .innerJoin(articles, eq(articles.id, ticketArticles.articleId))
    .where(where)
    .orderBy(asc(ticketArticles.createdAt), asc(articles.id));
}

/** Link an article, or change how it relates. */
export async function keepLink(
  tx: Query,
  link: {
    ticketId: number;
    articleId: number;
    relation: Relation;
    agentId: number | null;
    createdAt: Date;
  },
): Promise<void> {
  const { ticketArticles } = tx.tables;
  await tx
    .insert(ticketArticles)
    .values(link)
    .onConflictDoUpdate({
      target: [ticketArticles.ticketId, ticketArticles.articleId],
      set: { relation: link.relation },
    });
}

export async function deleteLink(tx: Query, ticketId: number, articleId: number): Promise<void> {
  const { ticketArticles } = tx.tables;
  await tx
    .delete(ticketArticles)
    .where(and(eq(ticketArticles.ticketId, ticketId), eq(ticketArticles.articleId, articleId)));
}

export async function findArticle(q: Query, id: number) {
  const { articles } = q.tables;
  const [row] = await q
    .select({ id: articles.id, title: articles.title, publishedAt: articles.publishedAt })
    .from(articles)
    .where(eq(articles.id, id))
    .limit(1);
  return row ?? null;
}

/** The tickets linked to an article, newest first. */
export async function listTicketsOfArticle(q: Query, articleId: number, limit: number) {
  const { ticketArticles, tickets } = q.tables;
  return q
    .select({
      number: tickets.id,
      subject: tickets.subject,
      state: tickets.state,
      relation: ticketArticles.relation,
    })
    .from(ticketArticles)
    .innerJoin(tickets, eq(tickets.id, ticketArticles.ticketId))
    .where(eq(ticketArticles.articleId, articleId))
    .orderBy(asc(tickets.id))
    .limit(limit);
}

export interface Asker {
  ticketId: number;
  requesterId: number;
  email: string;
  name: string;
  locale: string;
  solvedByArticleId: number | null;
  resolvedAt: Date | null;
}

/** The requesters of tickets that an article answers, by the time they asked, oldest first. */
export async function listAskers(
  q: Query,
  articleId: number,
  { since, before }: { since: Date; before: Date },
): Promise<Asker[]> {
  const { ticketArticles, tickets, requesters } = q.tables;
  return q
    .select({
      ticketId: tickets.id,
      requesterId: requesters.id,
      email: requesters.email,
      name: tickets.requesterName,
      locale: tickets.locale,
      solvedByArticleId: tickets.solvedByArticleId,
      resolvedAt: tickets.resolvedAt,
    })
    .from(ticketArticles)
    .innerJoin(tickets, eq(tickets.id, ticketArticles.ticketId))
    .innerJoin(requesters, eq(requesters.id, tickets.requesterId))
    .where(
      and(
        eq(ticketArticles.articleId, articleId),
        inArray(ticketArticles.relation, ['answers', 'created']),
        between(tickets.createdAt, since, before),
        isNull(tickets.spamAt),
        isNull(requesters.erasedAt),
      ),
    )
    .orderBy(asc(tickets.id));
}
