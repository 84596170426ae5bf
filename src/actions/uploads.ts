import { z } from 'zod';
import type { Context } from '#src/context.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { withKeptFiles } from '#src/domain/tickets/keptFiles.ts';
import { submissionKeyInput } from '#src/domain/tickets/ticket.ts';

/**
 * What every form that writes a message sends. The text is checked by the verb, not here: files that came along are kept
 * whatever is wrong.
 */
export const messageFields = {
  body: z.string().default(''),
  /** An empty file input is no file. */
  files: z.array(z.instanceof(File)),
  /** Those that came back with the form. */
  kept: z.array(z.string()),
  submissionKey: submissionKeyInput,
};

/** Write with the files of a form; one that is refused brings them back. @throws like withKeptFiles */
export async function withFilesOf<T>(
  ctx: Context,
  { files, kept }: { files: File[]; kept: string[] },
  write: (uploads: Upload[]) => Promise<T>,
): Promise<T> {
  return withKeptFiles(ctx, { fresh: await uploadsOf(files), tokens: kept }, write);
}

export const uploadsOf = (files: File[]): Promise<Upload[]> =>
  Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
