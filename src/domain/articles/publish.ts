import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Article } from './article.ts';
import { getLocked } from './article.store.ts';
import { requireAuthor } from './author.ts';
import { changeArticle, refuseStale } from './change.ts';
import { isBehind } from './head.ts';
import type { Save } from './save.ts';
import { newestOf } from './workingCopy.ts';
import { dropCopy, findCopy } from './workingCopy.store.ts';

/**
 * Put an article on the site, in the search and in `content/`: with the author's last words when `fields` are given, else
 * with what waits in its working copy.
 * @throws DomainError `conflict`, also when the published text changed beside a copy that nobody looked at since;
 * `personal_data` while findings in an article written from a ticket wait for a decision.
 */
export async function publishArticle(
  ctx: Context,
  { id, baseRevision, ...save }: Omit<Save, 'fields'> & Partial<Pick<Save, 'fields'>>,
): Promise<Article> {
  requireAuthor(ctx);
  return ctx.db.write(async (tx) => {
    const article = await getLocked(tx, id);
    const copy = await findCopy(tx, id);
    refuseStale({ id, revision: newestOf(article, copy) }, baseRevision);
    if (!save.fields && copy && (await isBehind(tx, article, copy)))
      throw domainError('conflict', { article: id, revision: article.revision });
    await dropCopy(tx, id);
    const change = { fields: copy?.fields, ...save };
    return changeArticle(ctx, id, { ...change, state: 'published', reason: 'published' });
  });
}

/** Take it off the site, to work on it. */
export async function unpublishArticle(ctx: Context, id: number): Promise<Article> {
  return changeArticle(ctx, id, { state: 'draft', reason: 'edited' });
}

/** Take it off the site for good, and keep it: its revisions, votes and tickets stay. */
export async function archiveArticle(ctx: Context, id: number): Promise<Article> {
  return changeArticle(ctx, id, { state: 'archived', reason: 'edited' });
}
