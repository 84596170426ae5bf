import { join } from 'node:path';
import type { Context } from '#src/context.ts';
import { exists } from '#src/domain/files/exists.ts';
import { findAsset } from '../asset.store.ts';
import { writeBelow } from './writeBelow.ts';

const address = /\/assets\/([0-9a-f]{64})\/([\w.%~-]+)/g;

/**
 * Images and files that were put into an article here go to `assets/<hash>/<name>` in the content folder. Their address in the
 * text, read as a path from the folder's root, is that file: the folder alone holds the whole article.
 */
export async function writeAssets(ctx: Context, source: string): Promise<void> {
  for (const [, hash, name] of source.matchAll(address)) {
    const path = `assets/${hash}/${decodeURIComponent(name!).replace(/[/\\]/g, '-')}`;
    if (!(await findAsset(ctx.db.read, hash!)) || (await exists(join(ctx.config.contentDir, path)))) continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of ctx.files.read(hash!)) chunks.push(chunk as Uint8Array);
    await writeBelow(ctx.config.contentDir, path, Buffer.concat(chunks));
  }
}
