import { and, asc, countDistinct, eq, inArray, max } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Audience } from './article.ts';
import { lockArticlesIn, narrowArticles } from './article.store.ts';
import type { Category } from './category.ts';

export async function findCategory(q: Query, id: number): Promise<Category | null> {
  const { categories } = q.tables;
  return (await q.select().from(categories).where(eq(categories.id, id)))[0] ?? null;
}

/** The translation of a category in one language. */
export async function findCategoryByKey(q: Query, locale: string, key: string): Promise<Category | null> {
  const { categories } = q.tables;
  const isIt = and(eq(categories.locale, locale), eq(categories.key, key));
  return (await q.select().from(categories).where(isIt))[0] ?? null;
}

/** Categories of this slug in any language, for a reader who has the address of another one. */
export async function listCategoriesBySlug(q: Query, slug: string): Promise<Category[]> {
  const { categories } = q.tables;
  return q.select().from(categories).where(eq(categories.slug, slug)).orderBy(asc(categories.id));
}

/** In the order of the portal, of one language or of all. */
export async function listCategories(q: Query, locale?: string): Promise<Category[]> {
  const { categories } = q.tables;
  const rows = q.select().from(categories);
  if (locale) rows.where(eq(categories.locale, locale));
  return rows.orderBy(asc(categories.position), asc(categories.title), asc(categories.id));
}

/** Articles that these audiences may read, by category key; the languages of one article count once. */
export async function countReadableByKey(
  q: Query,
  audiences: readonly Audience[],
): Promise<Map<string, number>> {
  const { articles, categories } = q.tables;
  const rows = await q
    .select({ key: categories.key, count: countDistinct(articles.key) })
    .from(articles)
    .innerJoin(categories, eq(categories.id, articles.categoryId))
    .where(and(eq(articles.state, 'published'), inArray(articles.audience, [...audiences])))
    .groupBy(categories.key);
  return new Map(rows.map((row) => [row.key, Number(row.count)]));
}

/** Behind the last one of a language. */
export async function nextCategoryPosition(q: Query, locale: string): Promise<number> {
  const { categories } = q.tables;
  const [row] = await q
    .select({ last: max(categories.position) })
    .from(categories)
    .where(eq(categories.locale, locale));
  return (row?.last ?? -1) + 1;
}

export async function insertCategory(tx: Query, row: Omit<Category, 'id'>): Promise<Category> {
  return (await tx.insert(tx.tables.categories).values(row).returning())[0]!;
}

/** Its articles follow its audience in the same write. */
export async function updateCategoryRow(
  tx: Query,
  id: number,
  values: Partial<Omit<Category, 'id'>>,
): Promise<void> {
  const { categories } = tx.tables;
  if (values.audience) await lockArticlesIn(tx, id);
  await tx.update(categories).set(values).where(eq(categories.id, id));
  if (values.audience) await narrowArticles(tx, id, values.audience);
}

export async function deleteCategoryRow(tx: Query, id: number): Promise<void> {
  const { categories } = tx.tables;
  await tx.delete(categories).where(eq(categories.id, id));
}

/** Whether an article in any state stands in it. */
export async function hasArticles(q: Query, categoryId: number): Promise<boolean> {
  const { articles } = q.tables;
  const found = await q
    .select({ id: articles.id })
    .from(articles)
    .where(eq(articles.categoryId, categoryId))
    .limit(1);
  return found.length > 0;
}
