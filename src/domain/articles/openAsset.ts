import type { ReadStream } from 'node:fs';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Asset } from './asset.ts';
import { findAsset, isShownTo } from './asset.store.ts';
import { readableAudiences } from './audience.ts';

/**
 * A file with its bytes, for who may read a published article that shows it or links to it; agents see all. `isPublic` when
 * anybody may, so that shared caches may keep it.
 * @param name The one it was linked by: the same content may have several.
 * @throws DomainError `not_found`.
 */
export async function openAsset(
  ctx: Context,
  hash: string,
  name?: string,
): Promise<{ asset: Asset; isPublic: boolean; open: () => ReadStream }> {
  const asset = /^[0-9a-f]{64}$/.test(hash) ? await findAsset(ctx.db.read, hash, name) : null;
  if (!asset) throw domainError('not_found', { asset: hash });
  const isPublic = await isShownTo(ctx.db.read, hash, ['public']);
  const isTheirs = isPublic || (await isForActor(ctx, hash));
  if (!isTheirs || !(await ctx.files.has(hash))) throw domainError('not_found', { asset: hash });
  return { asset, isPublic, open: () => ctx.files.read(hash) };
}

async function isForActor(ctx: Context, hash: string): Promise<boolean> {
  if (ctx.actor.kind !== 'visitor') return true;
  return isShownTo(ctx.db.read, hash, await readableAudiences(ctx));
}
