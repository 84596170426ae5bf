import type { Context } from '#src/context.ts';
import { findArticle } from '../article.store.ts';
import { requireAuthor } from '../author.ts';
import { listSynced } from './content.store.ts';
import { lastPull, stillTrue } from './lastPull.ts';
import { planPull } from './plan.ts';
import { fileOf } from './push.ts';
import type { FileProblem } from './report.ts';
import { isToWrite } from './sync.ts';

/** How folder and portal differ now; paths below CONTENT_DIR. */
export interface ContentStatus {
  folder: string;
  files: number;
  unchanged: number;
  /** New or changed files that the next pull takes in. */
  comingIn: string[];
  /** Articles newer than their files, and published ones that have none yet. */
  goingOut: string[];
  /** Files that are gone; the next pull takes their articles off the site. */
  gone: string[];
  /** Changed on both sides: somebody must decide. */
  conflicts: { path: string; article: number; title: string }[];
  problems: FileProblem[];
}

/** Compare folder and portal and change neither. @throws DomainError `sign_in_required`. */
export async function contentStatus(ctx: Context): Promise<ContentStatus> {
  requireAuthor(ctx);
  const plan = await planPull(ctx);
  return {
    folder: plan.folder.root,
    files: plan.folder.texts.length,
    unchanged: plan.unchanged.length,
    comingIn: plan.coming.map(({ draft }) => draft.path),
    goingOut: [...plan.leaving.map(({ filePath }) => filePath!), ...(await newFiles(ctx))],
    gone: plan.gone.map(({ filePath }) => filePath!),
    conflicts: plan.clashing.map(({ draft, article }) => ({
      path: draft.path,
      article: article.id,
      title: article.title,
    })),
    problems: [...plan.problems, ...stillTrue(plan, await lastPull(ctx))],
  };
}

async function newFiles(ctx: Context): Promise<string[]> {
  const files: string[] = [];
  for (const { id } of (await listSynced(ctx.db.read)).filter((one) => !one.filePath && isToWrite(one))) {
    const article = await findArticle(ctx.db.read, id);
    if (article) files.push(await fileOf(ctx, article));
  }
  return files;
}
