import type { Context } from '#src/context.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { paths } from '#src/paths.ts';
import { isPicture, type Asset } from './asset.ts';
import { titleFromPath } from './markdown/title.ts';
import { saveAsset } from './saveAsset.ts';

/**
 * Keep a file and put it at the end of a text: a picture to be shown, anything else as a link.
 * @param words What it shows or is; without them, a link is called like its file, in words.
 * @throws DomainError like `saveAsset`.
 */
export async function appendFile(
  ctx: Context,
  source: string,
  { words, ...upload }: Upload & { words: string },
): Promise<string> {
  const asset = await saveAsset(ctx, upload);
  return `${source.trimEnd()}\n\n${markdownOf(asset, words.trim())}\n`.trimStart();
}

function markdownOf(asset: Asset, words: string): string {
  const said = words || (isPicture(asset) ? '' : wordsFor(asset.name));
  return `${isPicture(asset) ? '!' : ''}[${said.replace(/[[\]\\]/g, '\\$&')}](${paths.asset(asset.hash, asset.name)})`;
}

/** A file's name as words: `price-list.pdf` → "Price list". */
export const wordsFor = (name: string): string => titleFromPath(name.replace(/\.\w{1,5}$/, ''));
