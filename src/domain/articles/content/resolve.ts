import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { findArticle, findArticleByFile } from '../article.store.ts';
import type { Article } from '../article.ts';
import { changeArticle } from '../change.ts';
import { getArticle } from '../read.ts';
import { diffRows, type DiffRow } from '../textDiff.ts';
import { fieldsOf } from '../workingCopy.ts';
import { setSync } from './content.store.ts';
import { draftOf, hashOf } from './draft.ts';
import { pullContent } from './pull.ts';
import { pushArticle } from './push.ts';

/**
 * End a conflict. `file`: the file comes in, the portal's text stays among the revisions. `portal`: the file's text is
 * kept as a revision first, then the file is written. Either way nothing is lost.
 * @throws DomainError `not_found` when there is no conflict at this path.
 */
export async function resolveConflict(ctx: Context, path: string, keep: 'file' | 'portal'): Promise<Article> {
  const article = await findArticleByFile(ctx.db.read, path);
  if (!article?.fileConflict) throw domainError('not_found', { path });
  const bytes = await readFile(join(ctx.config.contentDir, path)).catch(() => null);
  if (bytes && keep === 'portal') await keepAsRevision(ctx, article, bytes);
  // As if both had agreed on what the side that gives in has now: then only the other one changed.
  await ctx.db.write(async (tx) => {
    const now = (await findArticle(tx, article.id))!;
    if (keep === 'portal') await setSync(tx, now.id, { fileHash: bytes && hashOf(bytes), fileConflict: null });
    else await setSync(tx, now.id, { fileRevision: now.revision, fileConflict: null });
  });
  if (keep === 'portal') await pushArticle(ctx, article.id);
  else await pullContent(ctx);
  return (await findArticle(ctx.db.read, article.id))!;
}

/** Both sides of a conflict, for somebody to decide. */
export interface ConflictView {
  article: Pick<Article, 'id' | 'title' | 'source' | 'revision' | 'locale'>;
  path: string;
  /** The file as it is now, and its hash. */
  file: { title: string; source: string; hash: string };
  title: DiffRow[];
  source: DiffRow[];
}

/** @throws DomainError `sign_in_required`; `not_found` when there is no conflict, or no file to read any more. */
export async function conflictView(ctx: Context, id: number): Promise<ConflictView> {
  const { article, path, bytes } = await inConflict(ctx, id);
  const { draft } = draftOf(path, bytes, ctx.config.defaultLocale);
  if (!draft) throw domainError('not_found', { path });
  const file = { title: draft.title, source: draft.file.body, hash: draft.hash };
  return {
    ...{ article, path, file },
    title: diffRows(article.title, file.title),
    source: diffRows(article.source, file.source),
  };
}

/** What somebody decided, and the two texts they saw: neither may have changed since. */
export interface Decision {
  id: number;
  keep: 'file' | 'portal' | 'merge';
  revision: number;
  hash: string;
  /** Of a merge. */
  title?: string | undefined;
  source?: string | undefined;
}

/** End a conflict on screen. @throws DomainError `conflict` when either side changed meanwhile; like `conflictView`. */
export async function decideConflict(ctx: Context, decision: Decision): Promise<Article> {
  const { article, path, bytes } = await inConflict(ctx, decision.id);
  if (article.revision !== decision.revision || hashOf(bytes) !== decision.hash)
    throw domainError('conflict', { article: article.id, revision: article.revision });
  if (decision.keep !== 'merge') return resolveConflict(ctx, path, decision.keep);
  const { title = article.title, source = article.source } = decision;
  await keepAsRevision(ctx, article, bytes);
  return ctx.db.write(async (tx) => {
    await setSync(tx, article.id, { fileHash: decision.hash, fileConflict: null });
    return changeArticle(ctx, article.id, { fields: { ...fieldsOf(article), title, source }, reason: 'edited' });
  });
}

async function inConflict(ctx: Context, id: number): Promise<{ article: Article; path: string; bytes: Buffer }> {
  const article = await getArticle(ctx, id);
  const path = article.filePath;
  const bytes = path && (await readFile(join(ctx.config.contentDir, path)).catch(() => null));
  if (!article.fileConflict || !path || !bytes) throw domainError('not_found', { article: id });
  return { article, path, bytes };
}

async function keepAsRevision(ctx: Context, article: Article, bytes: Buffer): Promise<void> {
  const { draft } = draftOf(article.filePath!, bytes, ctx.config.defaultLocale);
  if (!draft) return;
  const own = fieldsOf(article);
  const file = { filePath: article.filePath };
  const theirs = { ...own, title: draft.title, source: draft.file.body };
  await ctx.db.write(async () => {
    await changeArticle(ctx, article.id, { fields: theirs, reason: 'content', file });
    await changeArticle(ctx, article.id, { fields: own, reason: 'reverted', file });
  });
}
