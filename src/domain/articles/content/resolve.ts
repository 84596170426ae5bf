import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { findArticle, findArticleByFile } from '../article.store.ts';
import type { Article } from '../article.ts';
import { changeArticle } from '../change.ts';
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
