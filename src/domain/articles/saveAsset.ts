import { isUtf8 } from 'node:buffer';
import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { slugOf } from './article.ts';
import type { Asset } from './asset.ts';
import { findAsset, findAssetByPath, insertAsset, updateAsset } from './asset.store.ts';
import { requireAuthor } from './author.ts';

/**
 * Pictures every browser shows and none executes. SVG is a document with scripts: it comes in only from the content
 * folder, which its operator keeps, and is served in a sandbox.
 */
const imageTypes: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
};

/** Largest width or height in pixels: a few kilobytes can unpack to gigabytes in the reader's browser. */
const maxSide = 12_000;

/**
 * Keep an image for articles, known by its content whatever its name says; the same image twice is one.
 * @throws DomainError `too_large` (with `limit` in bytes), `invalid` on `file` when it is no image we show.
 */
export async function saveAsset(
  ctx: Context,
  { bytes, name, path = null }: { bytes: Uint8Array; name: string; path?: string | null },
): Promise<Asset> {
  requireAuthor(ctx);
  const { mediaType, extension, width, height } = await inspectImage(ctx, bytes, path !== null);
  const hash = await ctx.files.save(bytes);
  return ctx.db.write(async (tx) => {
    const known = path ? await findAssetByPath(tx, path) : await findAsset(tx, hash);
    if (known && !path) return known;
    const stem = slugOf(name.replace(/\.[^.]*$/, '').slice(0, 80));
    const row = {
      ...{ hash, mediaType, width, height, path },
      name: `${stem === 'article' ? 'image' : stem}.${extension}`,
      size: bytes.length,
      createdAt: ctx.now,
    };
    if (!known) return insertAsset(tx, row);
    await updateAsset(tx, known.id, row);
    return { id: known.id, ...row };
  });
}

/** What bytes show, and how large. @throws DomainError like `saveAsset`. */
export async function inspectImage(
  { config }: Pick<Context, 'config'>,
  bytes: Uint8Array,
  isFromFolder: boolean,
) {
  const limit = config.uploadMaxBytes;
  if (bytes.length > limit) throw domainError('too_large', { limit, fields: { file: 'image_too_large' } });
  const type = isFromFolder && isSvg(bytes) ? svg : await typeOf(bytes);
  return { ...type, ...(type === svg ? measureSvg(bytes) : measure(bytes)) };
}

const svg = { mediaType: 'image/svg+xml', extension: 'svg' };

const isSvg = (bytes: Uint8Array) =>
  isUtf8(bytes) && /^\s*(<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>|\s)*<svg[\s>]/i.test(headOf(bytes));

const headOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(0, 8_192))
    .toString('utf8')
    .replace(/^\uFEFF/, '');

function measureSvg(bytes: Uint8Array): { width: number | null; height: number | null } {
  try {
    const { width, height } = imageSize(bytes);
    const isSane = width > 0 && height > 0 && Math.max(width, height) <= maxSide;
    return isSane ? { width: Math.round(width), height: Math.round(height) } : { width: null, height: null };
  } catch {
    return { width: null, height: null };
  }
}

async function typeOf(bytes: Uint8Array): Promise<{ mediaType: string; extension: string }> {
  const mediaType = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? '';
  const extension = imageTypes[mediaType];
  if (!extension) throw refuse();
  return { mediaType, extension };
}

function measure(bytes: Uint8Array): { width: number; height: number } {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    if (width > 0 && height > 0 && Math.max(width, height) <= maxSide)
      return orientation > 4 ? { width: height, height: width } : { width, height };
  } catch {
    // Told below: cut off, or not what its first bytes say.
  }
  throw refuse();
}

const refuse = () => domainError('invalid', { fields: { file: 'bad_image' } });
