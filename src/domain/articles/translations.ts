import type { Context } from '#src/context.ts';
import { listTranslations } from './article.store.ts';
import type { Article } from './article.ts';
import { requireAuthor } from './author.ts';
import { getArticle } from './read.ts';

/** An article in every language, in any state. @throws DomainError `sign_in_required`. */
export async function articlesOfKey(ctx: Context, key: string): Promise<Article[]> {
  requireAuthor(ctx);
  const rows = await listTranslations(ctx.db.read, key);
  return Promise.all(rows.map(({ id }) => getArticle(ctx, id)));
}
