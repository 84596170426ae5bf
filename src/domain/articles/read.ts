import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { isReadable, type Article } from './article.ts';
import { findArticle, findArticleByKey } from './article.store.ts';
import { readableAudiences } from './audience.ts';
import { requireAuthor } from './author.ts';

/** A published article that the actor may read; anything else is absent. */
export async function findReadableArticle(ctx: Context, id: number): Promise<Article | null> {
  const article = await findArticle(ctx.db.read, id);
  if (!article || !isReadable(article, await readableAudiences(ctx))) return null;
  return article;
}

/** The same, for who must have it. @throws DomainError `not_found`. */
export async function getReadableArticle(ctx: Context, id: number): Promise<Article> {
  const article = await findReadableArticle(ctx, id);
  if (!article) throw domainError('not_found', { article: id });
  return article;
}

/** The same by key and language, for links that survive a new address. */
export async function findReadableByKey(ctx: Context, locale: string, key: string): Promise<Article | null> {
  const article = await findArticleByKey(ctx.db.read, locale, key);
  if (!article || !isReadable(article, await readableAudiences(ctx))) return null;
  return article;
}

/** An article in any state, for the desk and jobs. @throws DomainError `not_found`, `sign_in_required`. */
export async function getArticle(ctx: Context, id: number): Promise<Article> {
  requireAuthor(ctx);
  const article = await findArticle(ctx.db.read, id);
  if (!article) throw domainError('not_found', { article: id });
  return article;
}
