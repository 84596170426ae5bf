import {
  and,
  asc,
  countDistinct,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  like,
  lt,
  ne,
  or,
  type SQL,
} from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { folded, foldText, forUpdate } from '#db/sql.ts';
import type { Article, ArticleCard, Audience } from './article.ts';

/** What one or all articles of a language look like from outside: the only doors to the `articles` table. */
export async function findArticle(q: Query, id: number): Promise<Article | null> {
  return findOne(q, eq(q.tables.articles.id, id));
}

/** The same, locked until the write ends: what is decided from it stays true. */
export async function lockArticle(tx: Query, id: number): Promise<Article | null> {
  const { articles } = tx.tables;
  const [row] = await forUpdate(tx, tx.select().from(articles).where(eq(articles.id, id)));
  return row ?? null;
}

export async function findArticleBySlug(q: Query, locale: string, slug: string): Promise<Article | null> {
  const { articles } = q.tables;
  return findOne(q, and(eq(articles.locale, locale), eq(articles.slug, slug)));
}

export async function findArticleByKey(q: Query, locale: string, key: string): Promise<Article | null> {
  const { articles } = q.tables;
  return findOne(q, and(eq(articles.locale, locale), eq(articles.key, key)));
}

/** Those whose path below CONTENT_DIR is one of these, but for case and accents (some file systems ignore both). */
export async function listArticlesByFile(
  q: Query,
  filePaths: string[],
): Promise<Pick<Article, 'filePath' | 'locale' | 'slug'>[]> {
  const { articles } = q.tables;
  return q
    .select({ filePath: articles.filePath, locale: articles.locale, slug: articles.slug })
    .from(articles)
    .where(inArray(folded(q, articles.filePath), filePaths.map(foldText)));
}

/** By its path below CONTENT_DIR. */
export async function findArticleByFile(q: Query, filePath: string): Promise<Article | null> {
  return findOne(q, eq(q.tables.articles.filePath, filePath));
}

/** The article that once had this slug. */
export async function findArticleByOldSlug(q: Query, locale: string, slug: string): Promise<Article | null> {
  const { articleRedirects } = q.tables;
  const [row] = await q
    .select()
    .from(articleRedirects)
    .where(and(eq(articleRedirects.locale, locale), eq(articleRedirects.slug, slug)));
  return row ? findArticle(q, row.articleId) : null;
}

/** Articles of this slug in any language, for a reader who has the address of another one. */
export async function listArticlesBySlug(q: Query, slug: string): Promise<Article[]> {
  const { articles } = q.tables;
  return q.select().from(articles).where(eq(articles.slug, slug)).orderBy(asc(articles.id));
}

export interface Translation {
  id: number;
  locale: string;
  slug: string;
  state: Article['state'];
  audience: Audience;
  updatedAt: Date;
}

/** Every language of one article, itself included. */
export async function listTranslations(q: Query, key: string): Promise<Translation[]> {
  const { articles } = q.tables;
  return q
    .select({
      id: articles.id,
      locale: articles.locale,
      slug: articles.slug,
      state: articles.state,
      audience: articles.audience,
      updatedAt: articles.updatedAt,
    })
    .from(articles)
    .where(eq(articles.key, key))
    .orderBy(asc(articles.locale));
}

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

/** Whole articles that are published, in id order, for the index, the feed and exports. */
export async function listPublished(
  q: Query,
  {
    locale,
    audiences,
    kind,
  }: { locale?: string; audiences?: readonly Audience[]; kind?: Article['kind'] } = {},
): Promise<Article[]> {
  const { articles } = q.tables;
  return q
    .select()
    .from(articles)
    .where(
      and(
        eq(articles.state, 'published'),
        locale ? eq(articles.locale, locale) : undefined,
        audiences ? inArray(articles.audience, [...audiences]) : undefined,
        kind ? eq(articles.kind, kind) : undefined,
      ),
    )
    .orderBy(asc(articles.id));
}

/** Keys and titles of a language's articles, for choosing related ones. */
export async function listKeys(
  q: Query,
  locale: string,
  limit: number,
): Promise<{ key: string; title: string }[]> {
  const { articles } = q.tables;
  return q
    .select({ key: articles.key, title: articles.title })
    .from(articles)
    .where(and(eq(articles.locale, locale), ne(articles.state, 'archived')))
    .orderBy(asc(articles.title))
    .limit(limit);
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

/** Ids of articles that an older renderer made. */
export async function listOutdated(q: Query, renderVersion: number): Promise<number[]> {
  const { articles } = q.tables;
  const rows = await q
    .select({ id: articles.id })
    .from(articles)
    .where(lt(articles.renderVersion, renderVersion))
    .orderBy(asc(articles.id));
  return rows.map((row) => row.id);
}

/** Every article that is tied to a file. */
export async function listWithFile(q: Query): Promise<Article[]> {
  const { articles } = q.tables;
  return q.select().from(articles).where(isNotNull(articles.filePath)).orderBy(asc(articles.filePath));
}

/** Slugs in use that begin with this, those of redirects included, so that an old address never changes its meaning. */
export async function takenSlugs(
  q: Query,
  locale: string,
  base: string,
  exceptId?: number,
): Promise<Set<string>> {
  const { articles, articleRedirects } = q.tables;
  const startsSo = (column: typeof articles.slug | typeof articleRedirects.slug) =>
    or(eq(column, base), like(column, `${base}-%`));
  const now = await q
    .select({ slug: articles.slug })
    .from(articles)
    .where(
      and(
        eq(articles.locale, locale),
        startsSo(articles.slug),
        exceptId ? ne(articles.id, exceptId) : undefined,
      ),
    );
  const before = await q
    .select({ slug: articleRedirects.slug })
    .from(articleRedirects)
    .where(
      and(
        eq(articleRedirects.locale, locale),
        startsSo(articleRedirects.slug),
        exceptId ? ne(articleRedirects.articleId, exceptId) : undefined,
      ),
    );
  return new Set([...now, ...before].map((row) => row.slug));
}

export async function isKeyTaken(q: Query, locale: string | null, key: string): Promise<boolean> {
  const { articles } = q.tables;
  const same = and(eq(articles.key, key), locale ? eq(articles.locale, locale) : undefined);
  return (await q.select({ id: articles.id }).from(articles).where(same).limit(1)).length > 0;
}

export async function insertArticle(tx: Query, row: Omit<Article, 'id'>): Promise<Article> {
  return (await tx.insert(tx.tables.articles).values(row).returning())[0]!;
}

export async function updateArticle(
  tx: Query,
  id: number,
  values: Partial<Omit<Article, 'id'>>,
): Promise<Article> {
  const { articles } = tx.tables;
  return (await tx.update(articles).set(values).where(eq(articles.id, id)).returning())[0]!;
}

/** From now on the old slug leads to the article; a slug that came back into use stops leading elsewhere. */
export async function addRedirect(
  tx: Query,
  at: { locale: string; slug: string; articleId: number },
): Promise<void> {
  const { articleRedirects } = tx.tables;
  await tx
    .insert(articleRedirects)
    .values(at)
    .onConflictDoUpdate({
      target: [articleRedirects.locale, articleRedirects.slug],
      set: { articleId: at.articleId },
    });
}

export async function dropRedirect(tx: Query, locale: string, slug: string): Promise<void> {
  const { articleRedirects } = tx.tables;
  await tx
    .delete(articleRedirects)
    .where(and(eq(articleRedirects.locale, locale), eq(articleRedirects.slug, slug)));
}

/** Old slugs of an article, for its front matter. */
export async function listRedirects(q: Query, articleId: number): Promise<string[]> {
  const { articleRedirects } = q.tables;
  const rows = await q
    .select()
    .from(articleRedirects)
    .where(eq(articleRedirects.articleId, articleId))
    .orderBy(asc(articleRedirects.slug));
  return rows.map((row) => row.slug);
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

const orderOf = (extra: Record<string, unknown>) => (typeof extra.order === 'number' ? extra.order : null);

async function findOne(q: Query, condition: SQL | undefined): Promise<Article | null> {
  return (await q.select().from(q.tables.articles).where(condition))[0] ?? null;
}
