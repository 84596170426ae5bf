import type { Context } from '#src/context.ts';
import { isFileUsed } from './unused.store.ts';

/** Remove files that no row names any more: after an erasing, when its write is safe. Others' copies of the same stay. */
export async function dropUnused(ctx: Context, hashes: readonly string[]): Promise<void> {
  for (const hash of new Set(hashes))
    if (!(await isFileUsed(ctx.db.read, hash))) await ctx.files.remove(hash);
}
