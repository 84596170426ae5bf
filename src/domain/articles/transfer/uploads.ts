import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { requireAdmin, requireAdminOrSystem } from '#src/domain/accounts/guards.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { lineInput } from '#src/domain/text.ts';
import { domainError, isDomainError } from '#src/errors.ts';
import { enqueue } from '#src/jobs/queue.ts';
import { importContent } from './importContent.ts';
import { countOutcomes, type ImportReport } from './report.ts';
import { keptLines, type KeptReport, type Upload, type UploadFailure } from './upload.ts';
import {
  deleteUpload,
  findUpload,
  insertUpload,
  listOldUploads,
  listUploadRows,
  updateUpload,
} from './uploads.store.ts';

const uploadFields = z.object({
  name: lineInput({ min: 1, max: 200 }),
  base: z.union([z.literal(''), z.url({ protocol: /^https?$/, error: 'bad_url' })], { error: 'bad_url' }),
});

/**
 * Keep an archive that an admin brings, and have it looked through; nothing is taken in before somebody says so.
 * @param bytes As they come: no more than a part of them is in memory.
 * @throws DomainError `not_allowed`; `too_large` beyond IMPORT_MAX_MB; `invalid`.
 */
export async function keepUpload(
  ctx: Context,
  { bytes, ...about }: { name: string; base: string; bytes: AsyncIterable<Uint8Array> },
): Promise<number> {
  const { id: createdById } = requireAdmin(ctx);
  const { name, base } = checkInput(uploadFields, about);
  const { hash, size } = await ctx.files.saveStream(within(bytes, ctx.config.importMaxBytes));
  const at = { createdAt: ctx.now, updatedAt: ctx.now };
  return ctx.db.write(async (tx) => {
    const row = { name, base, hash, size, createdById, ...at, state: 'waiting' as const, report: null };
    const id = await insertUpload(tx, row);
    await enqueue(tx, { kind: 'content.checkUpload', payload: { id }, runAt: ctx.now });
    return id;
  });
}

async function* within(bytes: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit) throw domainError('too_large', { limit, fields: { file: 'archive_too_large' } });
    yield chunk;
  }
}

/** The archives of the last weeks, the newest first. @throws DomainError `not_allowed`. */
export async function listUploads(ctx: Context): Promise<Omit<Upload, 'report'>[]> {
  requireAdmin(ctx);
  return listUploadRows(ctx.db.read, 20);
}

/** One with its report. @throws DomainError `not_allowed`, `not_found`. */
export async function getUpload(ctx: Context, id: number): Promise<Upload> {
  requireAdminOrSystem(ctx);
  const upload = await findUpload(ctx.db.read, id);
  if (!upload) throw domainError('not_found', { import: id });
  return upload;
}

/** Take an archive in that was looked through. @throws DomainError `not_found`; `conflict` when it is not waiting for it. */
export async function takeUpload(ctx: Context, id: number): Promise<void> {
  requireAdmin(ctx);
  await getUpload(ctx, id);
  await ctx.db.write(async (tx) => {
    const values = { state: 'importing' as const, updatedAt: ctx.now };
    if (!(await updateUpload(tx, id, { from: ['checked'], values }))) throw domainError('conflict');
    await enqueue(tx, { kind: 'content.importUpload', payload: { id }, runAt: ctx.now });
  });
}

/** Forget an archive and its report; what was taken in stays. @throws DomainError `not_found`. */
export async function dropUpload(ctx: Context, id: number): Promise<void> {
  requireAdmin(ctx);
  const { hash } = await getUpload(ctx, id);
  await ctx.db.write((tx) => forget(ctx, tx, { id, hash }));
}

/** The job behind `keepUpload`: say what taking it in would do. */
export async function checkUpload(ctx: Context, id: number): Promise<void> {
  const upload = await findUpload(ctx.db.read, id);
  if (upload?.state === 'waiting') await run(ctx, upload, true);
}

/** The job behind `takeUpload`. */
export async function importUpload(ctx: Context, id: number): Promise<void> {
  const upload = await findUpload(ctx.db.read, id);
  if (upload?.state === 'importing') await run(ctx, upload, false);
}

/** Archives that nobody asked for during a month, and their reports, go. */
export async function tidyUploads(ctx: Context): Promise<void> {
  const month = 30 * 24 * 60 * 60 * 1000;
  const old = await listOldUploads(ctx.db.read, new Date(ctx.now.getTime() - month));
  for (const one of old) await ctx.db.write((tx) => forget(ctx, tx, one));
}

async function run(ctx: Context, upload: Upload, isRehearsal: boolean): Promise<void> {
  const { id, hash, base } = upload;
  const result = await importFile(ctx, { hash: hash!, base, isRehearsal }).catch(failureOf);
  const isFailed = 'code' in result;
  const state = isFailed ? 'failed' : isRehearsal ? 'checked' : 'done';
  const isOver = state !== 'checked';
  await ctx.db.write(async (tx) => {
    const values = { state, report: result, updatedAt: ctx.now, ...(isOver ? { hash: null } : {}) } as const;
    await updateUpload(tx, id, { from: [upload.state], values });
    if (isOver) await dropLater(ctx, tx, hash);
  });
}

async function importFile(
  ctx: Context,
  { hash, base, isRehearsal }: { hash: string; base: string; isRehearsal: boolean },
): Promise<KeptReport> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-upload-'));
  try {
    const from = join(folder, 'archive.zip');
    await pipeline(ctx.files.read(hash), createWriteStream(from, { mode: 0o600 }));
    return kept(await importContent(ctx, { from, base: base || undefined, isRehearsal }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function kept(report: ImportReport): KeptReport {
  const { articles, links, images, problems } = report;
  const cut = <T>(list: T[]) => list.slice(0, keptLines);
  return {
    report: {
      ...report,
      ...{ articles: cut(articles), links: cut(links), images: cut(images), problems: cut(problems) },
    },
    counts: {
      ...countOutcomes(report),
      ...{ links: links.length, images: images.length, problems: problems.length },
    },
  };
}

function failureOf(error: unknown): UploadFailure {
  if (!isDomainError(error)) throw error;
  const fields = error.details.fields as Record<string, string> | undefined;
  return { code: error.code, field: fields?.file ?? null };
}

async function forget(ctx: Context, tx: Query, { id, hash }: Pick<Upload, 'id' | 'hash'>): Promise<void> {
  await deleteUpload(tx, id);
  await dropLater(ctx, tx, hash);
}

const dropLater = (ctx: Context, tx: Query, hash: string | null) =>
  hash === null
    ? Promise.resolve()
    : enqueue(tx, { kind: 'files.dropUnused', payload: { hashes: [hash] }, runAt: ctx.now });
