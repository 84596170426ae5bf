import type { Context } from '#src/context.ts';
import { dropUnused } from '#src/domain/files/dropUnused.ts';
import { deleteAsset, isWritten, listIdleAssets } from './asset.store.ts';

const month = 30 * 24 * 60 * 60 * 1000;

/** Images and files that were put into a text a month ago and stand in none that was ever saved go. @returns how many. */
export async function tidyAssets(ctx: Context): Promise<number> {
  const gone: string[] = [];
  for (const { id, hash } of await listIdleAssets(ctx.db.read, new Date(ctx.now.getTime() - month))) {
    const isGone = await ctx.db.write(async (tx) => {
      if (await isWritten(tx, hash)) return false;
      await deleteAsset(tx, id);
      return true;
    });
    if (isGone) gone.push(hash);
  }
  await dropUnused(ctx, gone);
  return gone.length;
}
