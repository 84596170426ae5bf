import { buffer } from 'node:stream/consumers';
import type { Context } from '#src/context.ts';
import { domainError, isDomainError } from '#src/errors.ts';
import { seal, unseal } from '#src/domain/seal/seal.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { saveUploads, type SavedFile } from '#src/domain/files/saveUploads.ts';

const purpose = 'kept-file';

/** A file that arrived with a form that came back: the form carries its token, so it need not be chosen again. */
export interface KeptFile {
  name: string;
  size: number;
  token: string;
}

export interface Received {
  kept: KeptFile[];
  uploads: Upload[];
  /** Why the first file that was not taken was not, for `fields.files`. */
  problem: { code: string; details: Record<string, unknown> } | null;
}

/** Take in the files of a form, new ones and those that came before, each by itself: a bad one does not cost the others. */
export async function receiveFiles(ctx: Context, fresh: Upload[], tokens: string[]): Promise<Received> {
  const received: Received = { kept: [], uploads: [], problem: null };
  const max = ctx.config.uploadMaxFiles;
  for (const token of tokens.slice(0, max)) await keepAgain(ctx, token, received);
  for (const upload of fresh) {
    if (received.kept.length >= max) {
      received.problem ??= { code: 'too_many_files', details: { max } };
      break;
    }
    await keep(ctx, upload, received);
  }
  return received;
}

/**
 * Take in a form's files and write with them. Whatever is refused carries `details.kept`: the form that is shown again
 * brings those files along.
 * @throws invalid for a bad file, and all that `write` throws
 */
export async function withKeptFiles<T>(
  ctx: Context,
  { fresh, tokens }: { fresh: Upload[]; tokens: string[] },
  write: (uploads: Upload[]) => Promise<T>,
): Promise<T> {
  const { kept, uploads, problem } = await receiveFiles(ctx, fresh, tokens);
  try {
    if (problem) throw domainError('invalid', { ...problem.details, fields: { files: problem.code } });
    return await write(uploads);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    throw domainError(error.code, { ...error.details, kept });
  }
}

async function keep(ctx: Context, upload: Upload, received: Received): Promise<void> {
  try {
    const [file] = await saveUploads(ctx, [upload]);
    await add(ctx, file!, upload, received);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const fields = error.details.fields as Record<string, string> | undefined;
    received.problem ??= { code: fields?.files ?? 'invalid', details: error.details };
  }
}

async function keepAgain(ctx: Context, token: string, received: Received): Promise<void> {
  const file = (await unseal(ctx, purpose, token)) as SavedFile | null;
  if (!file || !(await ctx.files.has(file.hash))) return;
  await add(ctx, file, { name: file.name, bytes: await buffer(ctx.files.read(file.hash)) }, received);
}

async function add(ctx: Context, file: SavedFile, upload: Upload, received: Received): Promise<void> {
  received.uploads.push(upload);
  received.kept.push({ name: file.name, size: file.size, token: await seal(ctx, purpose, file) });
}
