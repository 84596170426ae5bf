import type { Context } from '#src/context.ts';
import type { Article } from './article.ts';
import { changeArticle } from './change.ts';
import { getArticle } from './read.ts';
import { fieldsOf } from './workingCopy.ts';

/** Give an article another address; the old one leads to it for ever. @throws DomainError `invalid` when it is taken. */
export async function renameSlug(ctx: Context, id: number, slug: string): Promise<Article> {
  const fields = { ...fieldsOf(await getArticle(ctx, id)), slug };
  return changeArticle(ctx, id, { fields, reason: 'edited' });
}
