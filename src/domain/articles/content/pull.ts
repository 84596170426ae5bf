import type { Context } from '#src/context.ts';
import { findArticle } from '../article.store.ts';
import { requireAuthor } from '../author.ts';
import { changeArticle } from '../change.ts';
import { noteAgreed, setSync } from './content.store.ts';
import { renderDependents } from './dependents.ts';
import type { Draft } from './draft.ts';
import { keepReport, lastPull } from './lastPull.ts';
import { planPull, type Plan, type Progress } from './plan.ts';
import { pushArticle } from './push.ts';
import type { PullReport } from './report.ts';
import type { Synced } from './sync.ts';
import { takeIn } from './takeIn.ts';
import { prepare, type Work } from './work.ts';

export { lastPull };

/**
 * Take in what is new or changed below CONTENT_DIR, take off the site what is gone, and write out what the portal has
 * newer. Changed on both sides: nothing is overwritten, and the conflict is remembered. A file that can't be read is
 * reported, and the rest still comes in; what was committed stays when it is interrupted, and the next pull goes on.
 * @throws DomainError `sign_in_required`.
 */
export async function pullContent(
  ctx: Context,
  { onProgress }: { onProgress?: Progress } = {},
): Promise<PullReport> {
  requireAuthor(ctx);
  const start = performance.now();
  const last = await lastPull(ctx);
  const plan = await planPull(ctx, { onProgress });
  const work = await prepare(ctx, plan, last);
  await takeIn(ctx, work, onProgress);
  await renderDependents(ctx, work);
  const conflicts = await noteConflicts(ctx, plan);
  for (const article of plan.gone) await archive(ctx, article);
  for (const article of plan.leaving) await writeOut(ctx, work, article);
  const report = { ...reportOf(work), conflicts, ms: Math.round(performance.now() - start) };
  await keepReport(ctx, report, last);
  return report;
}

async function noteConflicts(ctx: Context, plan: Plan): Promise<string[]> {
  const conflicts: string[] = [];
  for (const { draft, article } of plan.clashing)
    if (await noteConflict(ctx, draft, article)) conflicts.push(draft.path);
  return conflicts;
}

/** Nothing is overwritten. Both sides with the same words are no conflict, whoever wrote them. */
async function noteConflict(ctx: Context, draft: Draft, { id }: Synced): Promise<boolean> {
  const { path, hash } = draft;
  return ctx.db.write(async (tx) => {
    const now = await findArticle(tx, id);
    if (!now) return false;
    const isSame = now.source === draft.file.body && now.title === draft.title;
    if (isSame) await noteAgreed(tx, id, { path, hash, revision: now.revision });
    else if (now.fileConflict !== hash || now.filePath !== path)
      await setSync(tx, id, { filePath: path, fileConflict: hash });
    return !isSame;
  });
}

/** Its file is gone: the article leaves the site, and stays in the desk. */
async function archive(ctx: Context, { id }: Synced): Promise<void> {
  const file = { fileHash: null };
  await ctx.db.write(async (tx) => {
    const { revision } = await changeArticle(ctx, id, { state: 'archived', reason: 'content', file });
    await setSync(tx, id, { fileRevision: revision, fileConflict: null });
  });
}

async function writeOut(ctx: Context, work: Work, { id }: Synced): Promise<void> {
  const result = await pushArticle(ctx, id);
  if (result.outcome === 'written') work.counts.written += 1;
  if (result.outcome === 'failed') work.problems.push(result.problem);
}

function reportOf({ plan, counts, assets, problems }: Work): Omit<PullReport, 'conflicts' | 'ms'> {
  return {
    folder: plan.folder.root,
    files: plan.folder.texts.length,
    ...counts,
    unchanged: plan.unchanged.length,
    archived: plan.gone.length,
    images: assets.count(),
    problems,
  };
}
