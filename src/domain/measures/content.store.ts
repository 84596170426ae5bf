import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
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

/** The articles of the portal, the oldest first. */
export async function listArticles(q: Query, filter: Filter) {
  const { articles: a } = q.tables;
  return q
    .select({
      id: a.id,
      title: a.title,
      audience: a.audience,
      publishedAt: a.publishedAt,
      isPublished: sql<boolean>`${a.state} = 'published'`.mapWith(Boolean),
    })
    .from(a)
    .where(isOf(q, filter))
    .orderBy(asc(a.publishedAt), asc(a.id));
}
