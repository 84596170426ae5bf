import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { hash } from './accessKey.ts';
import { maxNameLength, mediaTypeOf, type Upload } from './attachment.ts';
import { findAttachment, insertAttachments, listAttachments } from './message.store.ts';
import { findOwnTicket } from './ownTicket.ts';

/** A file that passed and whose bytes are safe on disk; its row is still to be written. */
export interface SavedFile {
  hash: string;
  name: string;
  mediaType: string;
  size: number;
}

/**
 * Check every file before any is kept, then save their bytes; call it before the write whose rows name them.
 * @throws too_large, invalid (`fields.files` says why, `details.file` which one)
 */
export async function saveUploads(ctx: Context, uploads: readonly Upload[]): Promise<SavedFile[]> {
  const { uploadMaxFiles, uploadMaxBytes } = ctx.config;
  if (uploads.length > uploadMaxFiles) refuse('invalid', 'too_many_files', { max: uploadMaxFiles });
  const files = await Promise.all(uploads.map((upload) => check(upload, uploadMaxBytes)));
  for (const { bytes } of files) await ctx.files.save(bytes);
  return files.map(({ bytes: _, ...file }) => file);
}

async function check({ name, bytes }: Upload, maxBytes: number): Promise<SavedFile & Upload> {
  if (name.length > maxNameLength || name.includes('\0') || !name.isWellFormed())
    refuse('invalid', 'bad_file_name', { file: name.slice(0, 100) });
  if (bytes.length > maxBytes) refuse('too_large', 'file_too_large', { file: name, maxBytes });
  const mediaType = await mediaTypeOf(bytes);
  if (mediaType === null) return refuse('invalid', 'file_type', { file: name });
  return { name, bytes, mediaType, size: bytes.length, hash: hash(bytes) };
}

function refuse(code: 'invalid' | 'too_large', field: string, details: Record<string, unknown>): never {
  throw domainError(code, { ...details, fields: { files: field } });
}

/** Write the rows of files that were saved. */
export async function attach(
  tx: Query,
  files: readonly SavedFile[],
  to: { ticketId: number; messageId: number; createdAt: Date },
): Promise<void> {
  await insertAttachments(
    tx,
    files.map(({ hash, name, mediaType, size }) => ({ hash, name, mediaType, size, ...to })),
  );
}

/**
 * An attachment for whoever may see its ticket: agents, and those who take part in it unless it hangs on a note.
 * @throws not_found for everyone else.
 */
export async function getAttachment(ctx: Context, id: number) {
  const row = await findAttachment(ctx.db.read, id);
  if (!row || !(await maySee(ctx, row))) throw domainError('not_found', { attachment: id });
  return { name: row.name, mediaType: row.mediaType, size: row.size, read: () => ctx.files.read(row.hash) };
}

/** The files of a message, for the mail that carries it: as many, in order, as `mostBytes` allow. */
export async function filesToSend(ctx: Context, messageId: number, mostBytes: number) {
  const files = await listAttachments(ctx.db.read, [messageId]);
  let bytes = 0;
  const fitting = files.filter(({ size }) => (bytes += size) <= mostBytes);
  return Promise.all(fitting.map(({ id }) => getAttachment(ctx, id)));
}

async function maySee(
  ctx: Context,
  row: NonNullable<Awaited<ReturnType<typeof findAttachment>>>,
): Promise<boolean> {
  if (ctx.actor.kind !== 'visitor') return true;
  return row.messageKind === 'public' && (await findOwnTicket(ctx, row.ticketId)) !== null;
}
