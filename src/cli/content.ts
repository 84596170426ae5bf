import { resolve } from 'node:path';
import { importFolder } from '#src/domain/articles/content/importFolder.ts';
import { pullContent } from '#src/domain/articles/content/pull.ts';
import { pushContent, type PushResult } from '#src/domain/articles/content/push.ts';
import { isKeptOut, type PullReport } from '#src/domain/articles/content/report.ts';
import { resolveConflict } from '#src/domain/articles/content/resolve.ts';
import { contentStatus as readStatus } from '#src/domain/articles/content/status.ts';
import { command, usageError } from './command.ts';
import { problemLines, stepper } from './contentLines.ts';

const needsAttention = 'Exit code 1 when a file could not be taken in, or changed on both sides.';

export const contentPull = command({
  name: 'content pull',
  about: 'Take in what is new or changed in the content folder.',
  options: {
    from: {
      type: 'string',
      value: 'FOLDER',
      about:
        'Copy the Markdown of this folder, its images and the files it links to into the content folder first.',
    },
  },
  more: `What the portal has newer is written out. ${needsAttention}`,
  hasReport: true,
  async run({ ctx, values, report, progress }) {
    const onProgress = stepper(progress);
    const pulled = values.from
      ? await importFolder(ctx, resolve(values.from), { onProgress })
      : await pullContent(ctx, { onProgress });
    report(pulled, pullText(pulled));
    return pulled.conflicts.length > 0 || pulled.problems.some(isKeptOut) ? 1 : 0;
  },
});

export const contentPush = command({
  name: 'content push',
  about: 'Write what the portal has newer into the content folder.',
  options: {},
  more: 'A file that changed since both sides agreed is left alone. Exit code 1 when there is one, or one can’t be written.',
  hasReport: true,
  async run({ ctx, report, progress }) {
    const results = await pushContent(ctx, (result) => progress(pushLine(result)));
    const bad = results.filter(({ outcome }) => outcome === 'conflict' || outcome === 'failed');
    const written = results.filter(({ outcome }) => outcome === 'written').length;
    report({ folder: ctx.config.contentDir, results }, `${ctx.config.contentDir}: ${written} files written.`);
    return bad.length > 0 ? 1 : 0;
  },
});

export const contentStatus = command({
  name: 'content status',
  about: 'Show how content folder and portal differ, and change neither.',
  options: {},
  more: needsAttention,
  hasReport: true,
  async run({ ctx, report }) {
    const status = await readStatus(ctx);
    const lines = [
      `${status.folder}: ${status.files} files, ${status.unchanged} the same in the portal.`,
      ...list('To take in (portico content pull)', status.comingIn),
      ...list('To write (portico content push)', status.goingOut),
      ...list('Gone: their articles leave the site with the next pull', status.gone),
      ...conflictLines(status.conflicts.map(({ path }) => path)),
      ...problemLines(status.problems),
    ];
    report(status, lines.join('\n'));
    return status.conflicts.length > 0 || status.problems.some(isKeptOut) ? 1 : 0;
  },
});

export const contentResolve = command({
  name: 'content resolve',
  about: 'End a conflict: say which side’s text stays. The other one is kept among the revisions.',
  args: 'PATH',
  options: {
    keep: { type: 'string', value: 'file|portal', about: 'The side whose text stays (needed).' },
  },
  hasReport: true,
  async run({ ctx, args, values, report }) {
    const [path] = args;
    if (!path) throw usageError('Say which file, as "portico content status" names it.');
    if (values.keep !== 'file' && values.keep !== 'portal')
      throw usageError('Say which side stays: --keep file, or --keep portal');
    const { id, title, revision } = await resolveConflict(ctx, path, values.keep);
    report({ path, article: id, revision }, `${path}: the text of the ${values.keep} stays in “${title}”.`);
  },
});

function pullText(report: PullReport): string {
  const { created, updated, moved, archived, written, unchanged, images } = report;
  const counts = Object.entries({ created, updated, moved, archived, written, unchanged, images });
  const said = counts.filter(([, count]) => count > 0).map(([name, count]) => `${count} ${name}`);
  return [
    `${report.folder}: ${report.files} files in ${(report.ms / 1000).toFixed(1)} s: ${said.join(', ') || 'nothing to do'}.`,
    ...conflictLines(report.conflicts),
    ...problemLines(report.problems),
  ].join('\n');
}

function conflictLines(paths: string[]): string[] {
  return list('Changed on both sides; decide with "portico content resolve PATH --keep file|portal"', paths);
}

const list = (title: string, paths: string[]) =>
  paths.length > 0 ? [`${title}:`, ...paths.map((path) => `  ${path}`)] : [];

function pushLine(result: PushResult): string {
  if (result.outcome === 'failed') return `${result.path}: ${result.problem.message}`;
  if (result.outcome === 'conflict') return `${result.path}: changed on both sides; left as it is`;
  return `${result.path}: ${result.outcome}`;
}
