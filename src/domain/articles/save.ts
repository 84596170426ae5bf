import type { Context } from '#src/context.ts';
import type { Article, ArticleInput, PersonalDataGate, RevisionReason } from './article.ts';
import { changeArticle } from './change.ts';
import { getArticle } from './read.ts';
import { saveCopy } from './saveCopy.ts';
import { findCopy } from './workingCopy.store.ts';

export interface Save {
  id: number;
  /** The revision the author started from. */
  baseRevision?: number | undefined;
  fields: ArticleInput;
  /** Findings of the personal-data gate that the author lets stand. */
  keep?: string[] | undefined;
  /** Whose data it must not show from now on; left out, as before. */
  gate?: PersonalDataGate | null | undefined;
}

/**
 * Keep an author's text as a new revision. A draft becomes it; beside a published article it waits until it is published.
 * @returns the article as its authors see it.
 * @throws DomainError `conflict` with the `revision` there is now, when someone else saved meanwhile.
 */
export async function saveArticle(
  ctx: Context,
  { id, reason = 'edited', ...save }: Save & { reason?: RevisionReason },
): Promise<Article> {
  const { state } = await getArticle(ctx, id);
  const waits = state === 'published' || (await findCopy(ctx.db.read, id)) !== null;
  return (waits ? saveCopy : changeArticle)(ctx, id, { ...save, reason });
}
