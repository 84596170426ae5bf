import { isUtf8 } from 'node:buffer';
import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';
import type { Context } from '#src/context.ts';
import { checkUpload } from '#src/domain/files/saveUploads.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { domainError } from '#src/errors.ts';
import { slugOf } from './article.ts';
import { attachmentName, isPicture, pictureTypes, svgType, type Asset } from './asset.ts';
import { findAssetByPath, listAssetsOf, insertAsset, updateAsset } from './asset.store.ts';
import { requireAuthor } from './author.ts';

/** Largest width or height in pixels: a few kilobytes can unpack to gigabytes in the reader's browser. */
const maxSide = 12_000;

type Facts = Pick<Asset, 'name' | 'mediaType' | 'width' | 'height'>;

/**
 * Keep a file for articles, known by its content whatever its name says; the same image twice is one, and so is the same
 * attachment under the same name.
 * @throws DomainError `too_large`; `invalid` on `file` when it is a picture no browser shows, or of no kind that is taken.
 */
export async function saveAsset(
  ctx: Context,
  { bytes, name, path = null }: Upload & { path?: string | null },
): Promise<Asset> {
  requireAuthor(ctx);
  const facts = await inspectAsset(ctx, { bytes, name, isFromFolder: path !== null });
  const hash = await ctx.files.save(bytes);
  return ctx.db.write(async (tx) => {
    const same = path ? await findAssetByPath(tx, path) : (await listAssetsOf(tx, hash)).find(isSame(facts));
    if (same && !path) return same;
    const row = { ...facts, hash, path, size: bytes.length, createdAt: ctx.now };
    if (!same) return insertAsset(tx, row);
    await updateAsset(tx, same.id, row);
    return { id: same.id, ...row };
  });
}

const isSame = (facts: Facts) => (asset: Asset) => isPicture(asset) || asset.name === facts.name;

/** What bytes are: a picture and how large, or a file to download. @throws DomainError like `saveAsset`. */
export async function inspectAsset(
  ctx: Pick<Context, 'config'>,
  { bytes, name, isFromFolder }: Upload & { isFromFolder: boolean },
): Promise<Facts> {
  const picture = await pictureOf(bytes, isFromFolder);
  if (!picture) {
    if (pictureName.test(name)) throw badImage();
    const { mediaType } = await checkUpload(ctx, { bytes, name }, 'file');
    return { mediaType, name: attachmentName(name), width: null, height: null };
  }
  const limit = ctx.config.uploadMaxBytes;
  if (bytes.length > limit) throw domainError('too_large', { limit, fields: { file: 'image_too_large' } });
  const size = picture.mediaType === svgType ? measureSvg(bytes) : measure(bytes);
  return { mediaType: picture.mediaType, name: shortName(name, picture.extension), ...size };
}

/** What calls itself a picture has to be one. */
const pictureName = /\.(png|jpe?g|gif|webp|avif|svg)$/i;
const badImage = () => domainError('invalid', { fields: { file: 'bad_image' } });

function shortName(name: string, extension: string): string {
  const stem = slugOf(name.replace(/\.[^.]*$/, '').slice(0, 80));
  return `${stem === 'article' ? 'image' : stem}.${extension}`;
}

async function pictureOf(
  bytes: Uint8Array,
  isFromFolder: boolean,
): Promise<{ mediaType: string; extension: string } | null> {
  if (isFromFolder && isSvg(bytes)) return { mediaType: svgType, extension: 'svg' };
  const mediaType = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? '';
  const extension = pictureTypes[mediaType];
  return extension ? { mediaType, extension } : null;
}

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

function measure(bytes: Uint8Array): { width: number; height: number } {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    if (width > 0 && height > 0 && Math.max(width, height) <= maxSide)
      return orientation > 4 ? { width: height, height: width } : { width, height };
  } catch {
    // Told below: cut off, or not what its first bytes say.
  }
  throw badImage();
}
