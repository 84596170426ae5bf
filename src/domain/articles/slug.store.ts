import { and, asc, eq, like, ne, or } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Article } from './article.ts';
import { findArticle } from './article.store.ts';

/** The article that once had this slug. */
export async function findArticleByOldSlug(q: Query, locale: string, slug: string): Promise<Article | null> {
  const { articleRedirects } = q.tables;
  const [row] = await q
    .select()
    .from(articleRedirects)
    .where(and(eq(articleRedirects.locale, locale), eq(articleRedirects.slug, slug)));
  return row ? findArticle(q, row.articleId) : null;
}

/** Slugs in use that begin with this, those of redirects included, so that an old address never changes its meaning. */
export async function takenSlugs(
  q: Query,
  locale: string,
  base: string,
  exceptId?: number,
): Promise<Set<string>> {
  const { articles: a, articleRedirects: r } = q.tables;
  const isAlike = (table: typeof a | typeof r, articleId: typeof a.id | typeof r.articleId) =>
    and(
      eq(table.locale, locale),
      or(eq(table.slug, base), like(table.slug, `${base}-%`)),
      exceptId ? ne(articleId, exceptId) : undefined,
    );
  const now = await q.select({ slug: a.slug }).from(a).where(isAlike(a, a.id));
  const before = await q.select({ slug: r.slug }).from(r).where(isAlike(r, r.articleId));
  return new Set([...now, ...before].map((row) => row.slug));
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

/** The old slug is free again. */
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
