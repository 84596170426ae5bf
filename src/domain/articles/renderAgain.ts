import type { Context } from '#src/context.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { findArticle, listOutdated, lockArticle, updateArticle } from './article.store.ts';
import { noteAssets } from './asset.store.ts';
import { renderArticle, renderVersion } from './rendered.ts';

/**
 * Render the articles again that an older renderer made. Text, revision and date stay; one changed meanwhile is left to
 * whoever changed it.
 * @returns how many were rendered.
 */
export async function renderAgain(ctx: Context): Promise<number> {
  const ids = await listOutdated(ctx.db.read, renderVersion);
  for (const id of ids) await renderOne(ctx, id);
  if (ids.length > 0) await ctx.db.write((tx) => bumpCounter(tx, 'content'));
  return ids.length;
}

async function renderOne(ctx: Context, id: number): Promise<void> {
  const seen = await findArticle(ctx.db.read, id);
  if (!seen) return;
  const { html, headings, sections } = await renderArticle(ctx, seen);
  await ctx.db.write(async (tx) => {
    const now = await lockArticle(tx, id);
    if (now?.revision !== seen.revision) return;
    const after = await updateArticle(tx, id, { html, headings, sections, renderVersion });
    await noteAssets(tx, after);
  });
}
