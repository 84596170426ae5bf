import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countWhere } from '#db/sql.ts';
import type { Period } from './period.ts';
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
export async function articleVotes(
  q: Query,
  { from, to }: Pick<Period, 'from' | 'to'>,
): Promise<VotedArticle[]> {
  const { articleVotes: v } = q.tables;
  const counts = await q
    .select({ id: v.articleId, yes: countWhere(v.helpful), no: countWhere(eq(v.helpful, false)) })
    .from(v)
    .where(and(gte(v.createdAt, from), lt(v.createdAt, to)))
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

export async function titlesOf(q: Query, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const { articles: a } = q.tables;
  const rows = await q.select({ id: a.id, title: a.title }).from(a).where(inArray(a.id, ids));
  return new Map(rows.map(({ id, title }) => [id, title]));
}
