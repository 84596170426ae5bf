import { and, desc, eq, inArray } from 'drizzle-orm';
import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import { countWhere } from '#db/sql.ts';
import { isInCategory, within, type Span } from './filters.ts';
import type { MeasureRow, Wanted } from './measureRow.ts';
import { wilsonInterval } from './wilson.ts';

export interface VotedArticle {
  id: number;
  title: string;
  yes: number;
  no: number;
  /** 95 % Wilson interval of the share of yes: articles are ranked by its ends, not by a lucky vote. */
  low: number;
  high: number;
}

/** The articles that were voted on in a period. */
export async function articleVotes(q: Query, span: Span): Promise<VotedArticle[]> {
  const { articleVotes: v } = q.tables;
  const counts = await q
    .select({ id: v.articleId, yes: countWhere(v.helpful), no: countWhere(eq(v.helpful, false)) })
    .from(v)
    .where(within(v.createdAt, span))
    .groupBy(v.articleId);
  const titles = await titlesOf(
    q,
    counts.map(({ id }) => id),
  );
  return counts.map((count) => ({
    ...count,
    title: titles.get(count.id) ?? `#${count.id}`,
    ...wilsonInterval(count.yes, count.yes + count.no)!,
  }));
}

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
