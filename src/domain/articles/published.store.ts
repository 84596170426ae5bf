import { and, asc, countDistinct, desc, eq, gte, inArray, isNotNull, ne } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { orderOf, type Article, type ArticleCard, type Audience } from './article.ts';

/** Everything that is given must hold. */
export interface CardFilter {
  audiences: readonly Audience[];
  locale?: string;
  categoryIds?: number[];
  kind?: Article['kind'];
  keys?: string[];
  ids?: number[];
  notId?: number;
  newestFirst?: boolean;
  limit?: number;
}

/** Published articles that these audiences may read, without their text. */
export async function listCards(q: Query, filter: CardFilter): Promise<ArticleCard[]> {
  const { articles } = q.tables;
  const empty = [filter.categoryIds, filter.keys, filter.ids].some((list) => list?.length === 0);
  if (empty) return [];
  const rows = q
    .select(cardColumns(q))
    .from(articles)
    .where(
      and(
        eq(articles.state, 'published'),
        inArray(articles.audience, [...filter.audiences]),
        filter.locale ? eq(articles.locale, filter.locale) : undefined,
        filter.categoryIds ? inArray(articles.categoryId, filter.categoryIds) : undefined,
        filter.kind ? eq(articles.kind, filter.kind) : undefined,
        filter.keys ? inArray(articles.key, filter.keys) : undefined,
        filter.ids ? inArray(articles.id, filter.ids) : undefined,
        filter.notId ? ne(articles.id, filter.notId) : undefined,
      ),
    )
    .orderBy(filter.newestFirst ? desc(articles.updatedAt) : asc(articles.title), asc(articles.id))
    .limit(filter.limit ?? 5_000);
  return (await rows).map(({ extra, ...card }) => ({ ...card, order: orderOf(extra) }));
}

/** Published articles of a kind that these audiences may read, with their text, in id order. */
export async function listPublished(
  q: Query,
  { audiences, kind }: { audiences: readonly Audience[]; kind: Article['kind'] },
): Promise<Article[]> {
  const { articles } = q.tables;
  return q
    .select()
    .from(articles)
    .where(
      and(
        eq(articles.state, 'published'),
        inArray(articles.audience, [...audiences]),
        eq(articles.kind, kind),
      ),
    )
    .orderBy(asc(articles.id));
}

/** Tags of the articles that these audiences may read in a language, where there are any. */
export async function listTags(
  q: Query,
  { locale, audiences }: { locale: string; audiences: readonly Audience[] },
): Promise<{ id: number; tags: string[] }[]> {
  const { articles } = q.tables;
  const isOut = and(
    eq(articles.locale, locale),
    eq(articles.state, 'published'),
    inArray(articles.audience, [...audiences]),
  );
  const rows = await q.select({ id: articles.id, tags: articles.tags }).from(articles).where(isOut);
  return rows.filter((row) => row.tags.length > 0);
}

/** Ids of the articles that most visits read since a time, the most read first. */
export async function listMostRead(q: Query, since: Date, limit: number): Promise<number[]> {
  const { visitEvents } = q.tables;
  const visits = countDistinct(visitEvents.visitId);
  const rows = await q
    .select({ id: visitEvents.articleId, visits })
    .from(visitEvents)
    .where(
      and(eq(visitEvents.kind, 'article_read'), gte(visitEvents.at, since), isNotNull(visitEvents.articleId)),
    )
    .groupBy(visitEvents.articleId)
    .orderBy(desc(visits), asc(visitEvents.articleId))
    .limit(limit);
  return rows.map((row) => row.id!);
}

function cardColumns(q: Query) {
  const { articles } = q.tables;
  return {
    id: articles.id,
    key: articles.key,
    locale: articles.locale,
    slug: articles.slug,
    categoryId: articles.categoryId,
    kind: articles.kind,
    title: articles.title,
    summary: articles.summary,
    updatedAt: articles.updatedAt,
    extra: articles.extra,
  };
}
