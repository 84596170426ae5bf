import { join } from 'node:path';
import type { Context } from '#src/context.ts';
import { exists } from '#src/domain/files/exists.ts';
import { requireAuthor } from '../author.ts';
import { listSynced, setSync } from './content.store.ts';

/**
 * After a restore: a file that the backup knew and this machine lacks was never deleted here. Forget that both sides
 * agreed on it, so that the next pull writes the file instead of taking its article off the site.
 * @returns how many articles lack their file.
 */
export async function forgetMissingFiles(ctx: Context): Promise<number> {
  requireAuthor(ctx);
  const lost: number[] = [];
  for (const { id, filePath } of await listSynced(ctx.db.read))
    if (filePath !== null && !(await exists(join(ctx.config.contentDir, filePath)))) lost.push(id);
  await ctx.db.write(async (tx) => {
    for (const id of lost) await setSync(tx, id, { fileHash: null, fileRevision: null });
  });
  return lost.length;
}
