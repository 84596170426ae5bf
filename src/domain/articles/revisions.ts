import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Article } from './article.ts';
import { getHead } from './head.ts';
import { getArticle } from './read.ts';
import {
  findRevision,
  findRevisionBefore,
  listRevisionRows,
  type Revision,
  type RevisionRow,
} from './revision.store.ts';
import { saveArticle } from './save.ts';
import { diffRows, type DiffRow } from './textDiff.ts';
import { fieldsOf } from './workingCopy.ts';

export type { Revision, RevisionRow };

export interface RevisionDiff {
  from: Pick<Revision, 'number' | 'createdAt'> | null;
  to: Revision;
  title: DiffRow[];
  summary: DiffRow[];
  source: DiffRow[];
}

export interface RevisionList {
  /** With what waits to be published. */
  article: Article;
  /** The revision that readers see, while it is published. */
  published: number | null;
  revisions: RevisionRow[];
  next: number | null;
}

const pageSize = 100;

/** The newest revisions first, a hundred at a time, older than `before` when it is given. */
export async function listRevisions(ctx: Context, articleId: number, before?: number): Promise<RevisionList> {
  const { head: article, published: live } = await getHead(ctx, articleId);
  const rows = await listRevisionRows(ctx.db.read, articleId, { before, limit: pageSize + 1 });
  const revisions = rows.slice(0, pageSize);
  const published = live.state === 'published' ? live.revision : null;
  return { article, published, revisions, next: rows.length > pageSize ? revisions.at(-1)!.number : null };
}

/** One revision with its text. @throws DomainError `not_found`, `sign_in_required`. */
export async function getRevision(ctx: Context, articleId: number, number: number): Promise<Revision> {
  await getArticle(ctx, articleId);
  const revision = await findRevision(ctx.db.read, articleId, number);
  if (!revision) throw domainError('not_found', { article: articleId, revision: number });
  return revision;
}

/**
 * What changed between two revisions; from the one before when `from` is left out. `whole`: with every equal line.
 * @throws DomainError `not_found`.
 */
export async function diffRevisions(
  ctx: Context,
  articleId: number,
  { from, to, whole }: { from?: number | undefined; to: number; whole?: boolean },
): Promise<RevisionDiff> {
  const after = await getRevision(ctx, articleId, to);
  const before = from
    ? await getRevision(ctx, articleId, from)
    : await findRevisionBefore(ctx.db.read, articleId, to);
  return {
    from: before && { number: before.number, createdAt: before.createdAt },
    to: after,
    title: diffRows(before?.title ?? '', after.title, { whole }),
    summary: diffRows(before?.summary ?? '', after.summary, { whole }),
    source: diffRows(before?.source ?? '', after.source, { whole }),
  };
}

/**
 * Make the words of an older revision the newest ones, as a new revision: nothing is taken back. Of a published article
 * they wait to be published, like any other change.
 * @throws DomainError `not_found`; `conflict` when someone saved since `baseRevision`.
 */
export async function revertArticle(
  ctx: Context,
  { id, to, baseRevision }: { id: number; to: number; baseRevision?: number | undefined },
): Promise<Article> {
  const { head } = await getHead(ctx, id);
  const { title, summary, source } = await getRevision(ctx, id, to);
  const fields = { ...fieldsOf(head), title, summary, source };
  return saveArticle(ctx, { id, fields, baseRevision, reason: 'reverted' });
}
