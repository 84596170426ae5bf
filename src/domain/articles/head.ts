import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import type { Article } from './article.ts';
import { getArticle } from './read.ts';
import { findRevision } from './revision.store.ts';
import { withCopy, type WorkingCopy } from './workingCopy.ts';
import { findCopy } from './workingCopy.store.ts';

/** An article as readers have it, and as its authors do: with what waits to be published. */
export interface Head {
  published: Article;
  head: Article;
  copy: WorkingCopy | null;
  /** The published text changed since the copy was begun. */
  isBehind: boolean;
}

/** For the desk: the newest text of an article in any state. @throws DomainError `not_found`, `sign_in_required`. */
export async function getHead(ctx: Context, id: number): Promise<Head> {
  const published = await getArticle(ctx, id);
  const copy = await findCopy(ctx.db.read, id);
  return {
    published,
    head: withCopy(published, copy),
    copy,
    isBehind: copy !== null && (await isBehind(ctx.db.read, published, copy)),
  };
}

/** Whether the published words are others than those that the copy was begun from, or last saw. */
export async function isBehind(
  q: Query,
  published: Article,
  { articleId, baseRevision }: WorkingCopy,
): Promise<boolean> {
  if (published.revision === baseRevision) return false;
  const base = await findRevision(q, articleId, baseRevision);
  const words = ['title', 'summary', 'source'] as const;
  return words.some((name) => base?.[name] !== published[name]);
}
