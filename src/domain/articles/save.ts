import type { Context } from '#src/context.ts';
import type { Article, ArticleInput, PersonalDataGate } from './article.ts';
import { changeArticle } from './change.ts';

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
 * Keep an author's text as a new revision; of a published article it is on the site at once.
 * @throws DomainError `conflict` with the `revision` there is now, when someone else saved meanwhile.
 */
export async function saveArticle(ctx: Context, { id, ...save }: Save): Promise<Article> {
  return changeArticle(ctx, id, { ...save, reason: 'edited' });
}
