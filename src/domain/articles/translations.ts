import type { Context } from '#src/context.ts';
import { listTranslations } from './article.store.ts';
import type { Article } from './article.ts';
import { requireAuthor } from './author.ts';
import { getArticle } from './read.ts';
import { lastPublished } from './revision.store.ts';

/** An article in every language, in any state. @throws DomainError `sign_in_required`. */
export async function articlesOfKey(ctx: Context, key: string): Promise<Article[]> {
  requireAuthor(ctx);
  const rows = await listTranslations(ctx.db.read, key);
  return Promise.all(rows.map(({ id }) => getArticle(ctx, id)));
}

/** When one of an article's languages was last published; null before. @throws sign_in_required */
export async function lastPublication(ctx: Context, key: string): Promise<Date | null> {
  requireAuthor(ctx);
  const rows = await listTranslations(ctx.db.read, key);
  return lastPublished(
    ctx.db.read,
    rows.map(({ id }) => id),
  );
}
