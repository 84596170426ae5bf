import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { findArticle } from '../article.store.ts';
import { requireAuthor } from '../author.ts';
import { getArticle } from '../read.ts';
import { findRevision } from '../revision.store.ts';
import { keepTranslation } from './translation.store.ts';

export interface Translated {
  sourceId: number;
  /** Of the source: what the translation says. */
  revision: number;
}

/** Say that a translation says what a revision of its source says. @throws sign_in_required, not_found */
export async function noteTranslated(
  ctx: Context,
  articleId: number,
  { sourceId, revision }: Translated,
): Promise<void> {
  const byId = requireAuthor(ctx);
  const { key } = await getArticle(ctx, articleId);
  const source = await findArticle(ctx.db.read, sourceId);
  const isKnown =
    source?.key === key && sourceId !== articleId && (await findRevision(ctx.db.read, sourceId, revision));
  if (!isKnown) throw domainError('not_found', { article: sourceId, revision });
  await ctx.db.write((tx) => keepTranslation(tx, { articleId, sourceId, revision, at: ctx.now, byId }));
}
