import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { maxNameLength, mediaTypeOf, type Upload } from './upload.ts';

/** A file that passed and whose bytes are safe on disk; its row is still to be written. */
export interface SavedFile {
  hash: string;
  name: string;
  mediaType: string;
  size: number;
}

type Checked = Omit<SavedFile, 'hash'> & Upload;

/**
 * Check every file before any is kept, then save their bytes; call it before the write whose rows name them.
 * @throws too_large, invalid (`fields.files` says why, `details.file` which one)
 */
export async function saveUploads(ctx: Context, uploads: readonly Upload[]): Promise<SavedFile[]> {
  const { uploadMaxFiles: max } = ctx.config;
  if (uploads.length > max) refusalOn('files')('invalid', 'too_many_files', { max });
  const files = await Promise.all(uploads.map((upload) => checkUpload(ctx, upload)));
  const saved: SavedFile[] = [];
  for (const { bytes, ...file } of files) saved.push({ ...file, hash: await ctx.files.save(bytes) });
  return saved;
}

/** A file with the type its bytes say. @throws like `saveUploads`, for one; `field` is the form's that says why. */
export async function checkUpload(
  { config }: Pick<Context, 'config'>,
  { name, bytes }: Upload,
  field = 'files',
): Promise<Checked> {
  const refuse = refusalOn(field);
  const maxBytes = config.uploadMaxBytes;
  if (name.length > maxNameLength || name.includes('\0') || !name.isWellFormed())
    refuse('invalid', 'bad_file_name', { file: name.slice(0, 100) });
  if (bytes.length > maxBytes) refuse('too_large', 'file_too_large', { file: name, maxBytes });
  const mediaType = await mediaTypeOf(bytes);
  if (mediaType === null) return refuse('invalid', 'file_type', { file: name });
  return { name, bytes, mediaType, size: bytes.length };
}

const refusalOn =
  (field: string) =>
  (code: 'invalid' | 'too_large', reason: string, details: Record<string, unknown>): never => {
    throw domainError(code, { ...details, fields: { [field]: reason } });
  };
