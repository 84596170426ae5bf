import type { Context } from '#src/context.ts';
import type { Article } from './article.ts';
import { changeArticle } from './change.ts';
import type { Save } from './save.ts';

/**
 * Put an article on the site, in the search and in `content/`, with the author's last words when `fields` are given.
 * @throws DomainError `conflict`; `personal_data` while findings in an article written from a ticket wait for a decision.
 */
export async function publishArticle(
  ctx: Context,
  { id, ...save }: Omit<Save, 'fields'> & Partial<Pick<Save, 'fields'>>,
): Promise<Article> {
  return changeArticle(ctx, id, { ...save, state: 'published', reason: 'published' });
}

/** Take it off the site, to work on it. */
export async function unpublishArticle(ctx: Context, id: number): Promise<Article> {
  return changeArticle(ctx, id, { state: 'draft', reason: 'edited' });
}

/** Take it off the site for good, and keep it: its revisions, votes and tickets stay. */
export async function archiveArticle(ctx: Context, id: number): Promise<Article> {
  return changeArticle(ctx, id, { state: 'archived', reason: 'edited' });
}
