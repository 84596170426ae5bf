import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foldText } from '#db/sql.ts';
import type { Context } from '#src/context.ts';
import { isDomainError } from '#src/errors.ts';
import type { Asset } from '../asset.ts';
import type { Refused } from '../rendered.ts';
import { saveAsset } from '../saveAsset.ts';
import { listFolderAssets } from './content.store.ts';
import { linkable, type FolderFile } from './folder.ts';
import type { Plan } from './plan.ts';

export interface FolderAssets {
  /** The file at a path below CONTENT_DIR, taken in when an article first shows it or links to it; null: there is none. */
  at(path: string): Promise<Asset | Refused | null>;
  /** Paths whose file is another one than before, or came since `since`. */
  renewed: Set<string>;
  count: () => number;
}

/** The images and other files of the folder, by their paths; those known already are looked at again when their file changed. */
export async function readyAssets(ctx: Context, plan: Plan, since: number): Promise<FolderAssets> {
  const known = new Map((await listFolderAssets(ctx.db.read)).map((asset) => [asset.path!, asset]));
  const all = linkable(plan.folder);
  const files = new Map(all.map((file) => [foldText(file.path), file]));
  for (const file of all) files.set(file.path, file);
  const taken = new Map<string, Promise<Asset | Refused | null>>();
  let count = 0;
  const take = async (file: FolderFile) => {
    const before = known.get(file.path);
    if (before && !isNewer(file, before)) return before;
    const after = await load(ctx, plan, file);
    if (after && after !== 'refused' && after.hash !== before?.hash) count += 1;
    return after;
  };
  const at = (path: string) => {
    const file = files.get(path) ?? files.get(foldText(path));
    if (!file) return Promise.resolve(known.get(path) ?? null);
    const asset = taken.get(file.path) ?? take(file);
    taken.set(file.path, asset);
    return asset;
  };
  const renewed = new Set<string>();
  const isOther = async (file: FolderFile, before: Asset) => {
    const after = isNewer(file, before) ? await at(file.path) : before;
    return after === null || after === 'refused' || after.hash !== before.hash;
  };
  for (const file of all) {
    const before = known.get(file.path);
    if (before ? await isOther(file, before) : file.changedMs > since) renewed.add(file.path);
  }
  return { at, renewed, count: () => count };
}

const isNewer = (file: FolderFile, asset: Asset) =>
  file.size !== asset.size || file.changedMs > asset.createdAt.getTime();

async function load(ctx: Context, plan: Plan, file: FolderFile): Promise<Asset | Refused | null> {
  if (file.size > ctx.config.uploadMaxBytes) return 'refused';
  try {
    const bytes = await readFile(join(plan.folder.root, file.path));
    return await saveAsset(ctx, { bytes, name: file.path.split('/').at(-1)!, path: file.path });
  } catch (error) {
    // No file we serve, or no longer there: the article says so where it stands.
    if (isDomainError(error)) return 'refused';
    if ((error as NodeJS.ErrnoException).syscall) return null;
    throw error;
  }
}
