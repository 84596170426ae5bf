import { and, asc, between, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, countWhere } from '#db/sql.ts';
import type { Filter } from './dimension.ts';
import { isInCategory, within } from './filters.ts';
import type { Period } from './period.ts';

/** The articles that content health looks at: of a language, of a category, or all. */
const isOf = (q: Query, filter: Filter) => {
  const { articles: a } = q.tables;
  const inLocale = filter.locale === undefined ? undefined : eq(a.locale, filter.locale);
  return and(inLocale, isInCategory(q, a.id, filter));
};

/** How often each article was linked to a ticket in a period, most often first; and how often as its answer. */
export async function listReuse(q: Query, period: Period, filter: Filter) {
  const { ticketArticles: l, articles: a } = q.tables;
  return q
    .select({
      id: a.id,
      title: a.title,
      links: countAll(),
      answers: countWhere(inArray(l.relation, ['answers', 'created'])),
    })
    .from(l)
    .innerJoin(a, eq(a.id, l.articleId))
    .where(and(within(l.createdAt, period), isOf(q, filter)))
    .groupBy(a.id, a.title)
    .orderBy(desc(sql`count(*)`), asc(a.id));
}

/** Articles written from a ticket and published in a period. */
export async function listPublished(q: Query, period: Period, filter: Filter) {
  const { ticketArticles: l, articles: a, tickets: t } = q.tables;
  return q
    .select({
      id: a.id,
      title: a.title,
      ticketId: t.id,
      askedAt: t.createdAt,
      publishedAt: sql<Date>`${a.publishedAt}`.mapWith(a.publishedAt),
    })
    .from(l)
    .innerJoin(a, eq(a.id, l.articleId))
    .innerJoin(t, eq(t.id, l.ticketId))
    .where(and(eq(l.relation, 'created'), within(a.publishedAt, period), isOf(q, filter)))
    .orderBy(desc(a.publishedAt));
}

/** The published articles of the portal. */
export async function listArticles(q: Query, filter: Filter) {
  const { articles: a } = q.tables;
  return q
    .select({ id: a.id, title: a.title, audience: a.audience, publishedAt: a.publishedAt })
    .from(a)
    .where(and(eq(a.state, 'published'), isOf(q, filter)))
    .orderBy(asc(a.publishedAt), asc(a.id));
}

/** How many visits of a period read each article, and how many of them filed a ticket. */
export async function listReads(q: Query, { firstDay, lastDay }: Period) {
  const { measureReads: r } = q.tables;
  const sum = (column: typeof r.readers | typeof r.escalated) => sql<number>`sum(${column})`.mapWith(Number);
  return q
    .select({ id: r.articleId, readers: sum(r.readers), escalated: sum(r.escalated) })
    .from(r)
    .where(between(r.day, firstDay, lastDay))
    .groupBy(r.articleId);
}
