import { setImmediate as pause } from 'node:timers/promises';
import { foldText } from '#db/sql.ts';
import type { Context } from '#src/context.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { updateArticle } from '../article.store.ts';
import { noteAssets } from '../asset.store.ts';
import { isPath, linkTargets, pathIn } from '../linkTargets.ts';
import { renderArticle } from '../rendered.ts';
import { listLinking } from './content.store.ts';
import type { Work } from './work.ts';

/** Articles that stayed the same but link to a file that came, moved or went are rendered again. */
export async function renderDependents(ctx: Context, work: Work): Promise<void> {
  const same = new Set([...work.plan.unchanged, ...work.plan.leaving].map(({ id }) => id));
  if (work.changedPaths.size === 0 || same.size === 0) return;
  const changed = new Set([...work.changedPaths].map(foldText));
  for (const article of await listLinking(ctx.db.read)) {
    if (!same.has(article.id) || !leadsTo(article.source, article.filePath!, changed)) continue;
    await refresh(ctx, work, article);
    await pause();
  }
}

async function refresh(
  ctx: Context,
  work: Work,
  article: Awaited<ReturnType<typeof listLinking>>[number],
): Promise<void> {
  const path = article.filePath!;
  const { html, headings, sections, renderVersion, problems } = await renderArticle(ctx, article, {
    lookup: work.lookup,
  });
  const others = work.problems.filter((one) => one.path !== path || !/^broken/.test(one.code));
  work.problems = [...others, ...problems.map((one) => ({ path, ...one }))];
  await ctx.db.write(async (tx) => {
    const after = await updateArticle(tx, article.id, { html, headings, sections, renderVersion });
    await noteAssets(tx, after);
    await bumpCounter(tx, 'content');
  });
}

const addresses = /\]\(\s*<?([^)\s>]+)|^\s{0,3}\[[^\]\n]+\]:\s*<?(\S+?)>?\s*$|(?:href|src)\s*=\s*["']([^"']+)/gm;

/** Whether a source has a link or an image that may mean one of these paths (folded). */
function leadsTo(source: string, filePath: string, folded: ReadonlySet<string>): boolean {
  for (const match of source.matchAll(addresses)) {
    const address = match[1] ?? match[2] ?? match[3] ?? '';
    if (!isPath(address)) continue;
    const paths = [pathIn(filePath, address), ...(linkTargets(filePath, address)?.paths ?? [])];
    if (paths.some((path) => path !== null && folded.has(foldText(path)))) return true;
  }
  return false;
}
