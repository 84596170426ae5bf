import { and, asc, eq, inArray, lt, ne, sql, type SQL } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { folded, foldText, forShare, forUpdate } from '#db/sql.ts';
import { domainError } from '#src/errors.ts';
import { asAuthored, audienceColumns, audiences, type Article, type Audience } from './article.ts';

/** One article in any state, with its text. */
export async function findArticle(q: Query, id: number): Promise<Article | null> {
  return findOne(q, eq(q.tables.articles.id, id));
}

/** The same, locked until the write ends: what is decided from it stays true. */
export async function lockArticle(tx: Query, id: number): Promise<Article | null> {
  const { articles } = tx.tables;
  const [row] = await forUpdate(tx, tx.select().from(articles).where(eq(articles.id, id)));
  return row ?? null;
}

/** The same, which must be there. @throws DomainError `not_found`. */
export async function getLocked(tx: Query, id: number): Promise<Article> {
  const article = await lockArticle(tx, id);
  if (!article) throw domainError('not_found', { article: id });
  return article;
}

/** By the address it has now. */
export async function findArticleBySlug(q: Query, locale: string, slug: string): Promise<Article | null> {
  const { articles } = q.tables;
  return findOne(q, and(eq(articles.locale, locale), eq(articles.slug, slug)));
}

/** The translation of an article in one language. */
export async function findArticleByKey(q: Query, locale: string, key: string): Promise<Article | null> {
  const { articles } = q.tables;
  return findOne(q, and(eq(articles.locale, locale), eq(articles.key, key)));
}

/** By its path below CONTENT_DIR. */
export async function findArticleByFile(q: Query, filePath: string): Promise<Article | null> {
  return findOne(q, eq(q.tables.articles.filePath, filePath));
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

/** Keys and titles of a language's articles but the archived ones, for choosing related ones. */
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

/** Ids of articles whose HTML an older renderer made. */
export async function listOutdated(q: Query, renderVersion: number): Promise<number[]> {
  const { articles } = q.tables;
  const rows = await q
    .select({ id: articles.id })
    .from(articles)
    .where(lt(articles.renderVersion, renderVersion))
    .orderBy(asc(articles.id));
  return rows.map((row) => row.id);
}

/** In one language, or, with null, in any. */
export async function isKeyTaken(q: Query, locale: string | null, key: string): Promise<boolean> {
  const { articles } = q.tables;
  const same = and(eq(articles.key, key), locale ? eq(articles.locale, locale) : undefined);
  return (await q.select({ id: articles.id }).from(articles).where(same).limit(1)).length > 0;
}

/** What an author writes of an article: `audience` is their choice, which the category narrows here. */
type Written = Omit<Article, 'id' | 'ownAudience'>;

export async function insertArticle(tx: Query, row: Written): Promise<Article> {
  const placed = await audienceIn(tx, row);
  return (
    await tx
      .insert(tx.tables.articles)
      .values({ ...row, ...placed })
      .returning()
  )[0]!;
}

export async function updateArticle(tx: Query, id: number, values: Partial<Written>): Promise<Article> {
  const { articles } = tx.tables;
  const isPlaced = values.audience !== undefined || values.categoryId !== undefined;
  const before = isPlaced && (await findArticle(tx, id));
  const placed = before ? await audienceIn(tx, { ...asAuthored(before), ...values }) : {};
  const written = { ...values, ...placed };
  return (await tx.update(articles).set(written).where(eq(articles.id, id)).returning())[0]!;
}

/**
 * Lock the articles of a category until the write ends. A save locks its article first and then its category: who changes
 * a category takes the same way, or each waits for the other.
 */
export async function lockArticlesIn(tx: Query, categoryId: number): Promise<void> {
  const { articles: a } = tx.tables;
  const rows = tx.select({ id: a.id }).from(a).where(eq(a.categoryId, categoryId)).orderBy(asc(a.id));
  await forUpdate(tx, rows);
}

/** A category's audience has changed: its articles follow, each as far as its author allows. */
export async function narrowArticles(tx: Query, categoryId: number, audience: Audience): Promise<void> {
  const { articles: a } = tx.tables;
  for (const chosen of audiences) {
    const isIt = and(
      eq(a.categoryId, categoryId),
      eq(sql`coalesce(${a.ownAudience}, ${a.audience})`, chosen),
    );
    await tx.update(a).set(audienceColumns(chosen, audience)).where(isIt);
  }
}

/** Locked, so that the category cannot change its audience between this look and the article's row. */
async function audienceIn(tx: Query, { audience, categoryId }: Pick<Article, 'audience' | 'categoryId'>) {
  const { categories } = tx.tables;
  const rows = tx.select().from(categories).where(eq(categories.id, categoryId));
  const [category] = await forShare(tx, rows);
  return audienceColumns(audience, category!.audience);
}

async function findOne(q: Query, condition: SQL | undefined): Promise<Article | null> {
  return (await q.select().from(q.tables.articles).where(condition))[0] ?? null;
}
