import { and, desc, eq, inArray } from 'drizzle-orm';
import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import { isInCategory, within } from './filters.ts';
import type { MeasureRow, Wanted } from './measureRow.ts';

/** The votes of a span with their words. */
export async function listVotes(
  q: Query,
  { span, filter, page: { offset, limit } }: Wanted,
): Promise<MeasureRow[]> {
  const { articleVotes: v, articles: a } = q.tables;
  const inLocale = filter.locale === undefined ? undefined : eq(a.locale, filter.locale);
  const rows = await q
    .select({
      at: v.createdAt,
      articleId: v.articleId,
      articleTitle: a.title,
      locale: a.locale,
      helpful: v.helpful,
      comment: v.comment,
    })
    .from(v)
    .innerJoin(a, eq(a.id, v.articleId))
    .where(and(within(v.createdAt, span), inLocale, isInCategory(q, v.articleId, filter)))
    .orderBy(desc(v.createdAt), desc(v.id))
    .limit(limit)
    .offset(offset);
  return rows.map((row) => ({ ...row, counts: row.helpful }));
}

/** Titles of articles by their ids; those that are gone have none. */
export async function titlesOf(q: Query, ids: number[]): Promise<Map<number, string>> {
  const { articles: a } = q.tables;
  const rows = await inBatches([...new Set(ids)], (batch) =>
    q.select({ id: a.id, title: a.title }).from(a).where(inArray(a.id, batch)),
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}
