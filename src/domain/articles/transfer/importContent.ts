import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '#src/context.ts';
import { requireAdminOrSystem } from '#src/domain/accounts/guards.ts';
import { domainError } from '#src/errors.ts';
import { maxFileBytes } from '../content/draft.ts';
import { importFolder } from '../content/importFolder.ts';
import type { Progress } from '../content/plan.ts';
import { isKeptOut } from '../content/report.ts';
import { rehearse } from './rehearse.ts';
import type { ImportReport } from './report.ts';
import { sourceProblems } from './sourceProblems.ts';
import { stageFolder, type Staged } from './stage.ts';
import { takeHistory } from './takeHistory.ts';
import { unpackZip } from './unpack.ts';

export interface Import {
  /** A folder, or a zip. */
  from: string;
  /** Where the articles were before, as `https://help.example.com/hc`: links that begin with it lead to articles here. */
  base?: string | undefined;
  /** Only say what it would do. */
  isRehearsal?: boolean | undefined;
  onProgress?: Progress | undefined;
}

/**
 * Take in another help centre: Markdown or pages of HTML with their images, from a folder or a zip. Links between them
 * lead to the new articles, old addresses too; what is not understood is in the report, and nothing is overwritten. Again,
 * it brings what is new since.
 * @throws DomainError `not_allowed`; `not_found` when there is nothing at `from`; `invalid` and `too_large` for a bad archive.
 */
export async function importContent(ctx: Context, { from, ...how }: Import): Promise<ImportReport> {
  requireAdminOrSystem(ctx);
  const found = await stat(from).catch(() => null);
  if (!found) throw domainError('not_found', { folder: from });
  const work = await mkdtemp(join(tmpdir(), 'portico-import-'));
  try {
    const [folder, into] = [join(work, 'in'), join(work, 'out')];
    const locale = ctx.config.defaultLocale;
    const limit = Math.max(maxFileBytes, ctx.config.uploadMaxBytes);
    const left = found.isDirectory() ? [] : await unpackZip(from, folder, { locale, maxFileBytes: limit });
    const root = found.isDirectory() ? from : folder;
    const staged = await stageFolder({ root, base: how.base, locale, maxBytes: limit }, into);
    staged.problems.unshift(...left);
    const report = await rehearse(ctx, staged);
    return how.isRehearsal ? report : await take(ctx, { staged, report, onProgress: how.onProgress });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function take(
  ctx: Context,
  { staged, report, onProgress }: { staged: Staged; report: ImportReport; onProgress: Progress | undefined },
): Promise<ImportReport> {
  const { created, updated, moved, images, problems } = await importFolder(ctx, staged.root, {
    onProgress,
    isWhole: staged.own !== null,
  });
  await takeHistory(ctx, staged, report);
  const known = new Set(report.problems.map(({ path, line, code }) => `${path}:${line}:${code}`));
  const fresh = (await sourceProblems(staged, problems)).filter(
    ({ path, line, code }) => path !== '' && !known.has(`${path}:${line}:${code}`),
  );
  const refused = new Set(fresh.filter(isKeptOut).map(({ path }) => path));
  return {
    ...report,
    articles: report.articles.map((one) => (refused.has(one.path) ? { ...one, outcome: 'refused' } : one)),
    problems: [...report.problems, ...fresh],
    done: { created, updated, moved, images },
  };
}
