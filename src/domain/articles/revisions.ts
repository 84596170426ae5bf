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
import { diffTexts, type DiffLine } from './textDiff.ts';
import { fieldsOf } from './workingCopy.ts';

export type { Revision, RevisionRow };

export interface RevisionDiff {
  from: Pick<Revision, 'number' | 'createdAt'> | null;
  to: Revision;
  title: DiffLine[];
  summary: DiffLine[];
  source: DiffLine[];
}

const pageSize = 100;

/** The newest revisions first, a hundred at a time, older than `before` when it is given. */
export async function listRevisions(
  ctx: Context,
  articleId: number,
  before?: number,
): Promise<{ article: Article; revisions: RevisionRow[]; next: number | null }> {
  const article = await getArticle(ctx, articleId);
  const rows = await listRevisionRows(ctx.db.read, articleId, { before, limit: pageSize + 1 });
  const revisions = rows.slice(0, pageSize);
  return { article, revisions, next: rows.length > pageSize ? revisions.at(-1)!.number : null };
}

/** One revision with its text. @throws DomainError `not_found`, `sign_in_required`. */
export async function getRevision(ctx: Context, articleId: number, number: number): Promise<Revision> {
  await getArticle(ctx, articleId);
  const revision = await findRevision(ctx.db.read, articleId, number);
  if (!revision) throw domainError('not_found', { article: articleId, revision: number });
  return revision;
}

/** What changed between two revisions; from the one before when `from` is left out. @throws DomainError `not_found`. */
export async function diffRevisions(
  ctx: Context,
  articleId: number,
  { from, to }: { from?: number | undefined; to: number },
): Promise<RevisionDiff> {
  const after = await getRevision(ctx, articleId, to);
  const before = from
    ? await getRevision(ctx, articleId, from)
    : await findRevisionBefore(ctx.db.read, articleId, to);
  return {
    from: before && { number: before.number, createdAt: before.createdAt },
    to: after,
    title: diffTexts(before?.title ?? '', after.title),
    summary: diffTexts(before?.summary ?? '', after.summary),
    source: diffTexts(before?.source ?? '', after.source),
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
