import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { requireAuthor } from '../author.ts';
import { copyState, readCopies, writeCopies, type Copies } from './copies.ts';
import { hashOf, maxFileBytes } from './draft.ts';
import { linkedFiles } from './linkedFiles.ts';
import { reasonOf, scanFolder, type FolderFile } from './folder.ts';
import { placeOf } from './place.ts';
import type { Progress } from './plan.ts';
import { pullContent } from './pull.ts';
import { fileProblem, type FileProblem, type PullReport } from './report.ts';
import { writeBelow } from './writeBelow.ts';

/**
 * Bring in another folder of Markdown: its texts, its images and the files its texts link to are copied below CONTENT_DIR with their paths, so that
 * links between them stay true, and then pulled. Again, it brings what is new since. A file that is there already and
 * isn't the copy of before is never overwritten.
 * @param isWhole Files that no text links to come too.
 * @throws DomainError `not_found` when there is no such folder.
 */
export async function importFolder(
  ctx: Context,
  from: string,
  { onProgress, isWhole = false }: { onProgress?: Progress | undefined; isWhole?: boolean } = {},
): Promise<PullReport> {
  requireAuthor(ctx);
  const locale = ctx.config.defaultLocale;
  const own = await realpath(ctx.config.contentDir).catch(() => undefined);
  const source = await realpath(from).catch(() => null);
  if (!source) throw domainError('not_found', { folder: from });
  if (source === own) return pullContent(ctx, onProgress ? { onProgress } : {});
  const folder = await scanFolder(source, { locale, ...(own && { except: own }) });
  if (!folder.exists) throw domainError('not_found', { folder: from });
  const files = [...folder.texts, ...folder.categories, ...folder.images, ...(isWhole ? folder.others : await linkedFiles(folder))];
  const prefix = files.some(({ path }) => placeOf(path, locale).hasLocale) ? '' : `${locale}/`;
  const problems = [...folder.problems];
  const copies = await readCopies(ctx);
  for (const [index, file] of files.entries()) {
    const problem = await copy(ctx, { source, file, to: prefix + file.path, copies });
    if (problem) problems.push(problem);
    if (index % 25 !== 24) continue;
    onProgress?.({ phase: 'copy', done: index + 1, total: files.length });
    await pause();
  }
  await ctx.db.write((tx) => writeCopies(tx, copies));
  const report = await pullContent(ctx, onProgress ? { onProgress } : {});
  return { ...report, problems: [...problems, ...onlyFrom(report.problems, files, prefix)] };
}

async function copy(
  ctx: Context,
  { source, file, to, copies }: { source: string; file: FolderFile; to: string; copies: Copies },
): Promise<FileProblem | null> {
  const locale = ctx.config.defaultLocale;
  if (file.size > Math.max(maxFileBytes, ctx.config.uploadMaxBytes)) {
    const values = { size: Math.ceil(file.size / 1024), limit: maxFileBytes / 1024 };
    return fileProblem(file.path, 'fileTooLarge', { locale, values });
  }
  try {
    const bytes = await readFile(join(source, file.path));
    const state = await copyState(ctx, { to, bytes, copies });
    if (state === 'other') return fileProblem(file.path, 'alreadyThere', { locale });
    if (state === 'new' || state === 'changed') await writeBelow(ctx.config.contentDir, to, bytes);
    copies[to] = hashOf(bytes);
    return null;
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).syscall) throw error;
    return fileProblem(file.path, 'unreadable', { locale, values: { reason: reasonOf(error) } });
  }
}

/** Problems of the files that came, by the paths they have where they came from. */
function onlyFrom(problems: FileProblem[], files: FolderFile[], prefix: string): FileProblem[] {
  const came = new Set(files.map(({ path }) => prefix + path));
  return problems
    .filter(({ path }) => path === '' || came.has(path))
    .map((one) => ({ ...one, path: one.path.slice(prefix.length) }));
}
