import { resolve } from 'node:path';
import { forgetMissingFiles } from '#src/domain/articles/content/forgetMissing.ts';
import { backup as makeBackup } from '#src/domain/backup/backup.ts';
import type { Manifest } from '#src/domain/backup/manifest.ts';
import { restore as putBack } from '#src/domain/backup/restore.ts';
import { command, usageError } from './command.ts';

export const backup = command({
  name: 'backup',
  about: 'Write everything to one .tar file, or to a folder, while the portal goes on.',
  args: '[FILE.tar|FOLDER]',
  options: {},
  more: 'Holds all tables of one moment and every attachment and image, each verified. It is as private as the portal.\nExit code 1 when a file was missing from the store already.',
  hasReport: true,
  migrates: false,
  async run({ ctx, args, report, progress }) {
    const path = resolve(args[0] ?? `portico-${ctx.now.toISOString().slice(0, 19).replaceAll(':', '-')}.tar`);
    const manifest = await makeBackup(ctx, path);
    for (const hash of manifest.missingFiles) progress(`Missing from the file store, or damaged: ${hash}`);
    report(
      { path, ...totals(manifest), missingFiles: manifest.missingFiles },
      `${path}: ${summary(manifest)}`,
    );
    return manifest.missingFiles.length > 0 ? 1 : 0;
  },
});

export const restore = command({
  name: 'restore',
  about: 'Put a backup into an empty database, of either engine. Stop the portal first.',
  args: 'FILE.tar|FOLDER',
  options: {
    force: { type: 'boolean', about: 'Replace what the database holds.' },
  },
  more: 'Everything is checked before it counts: a damaged backup changes nothing.',
  hasReport: true,
  migrates: false,
  async run({ ctx, args, values, report }) {
    if (!args[0]) throw usageError('Say which backup: portico restore portico-2030-01-31.tar');
    const manifest = await putBack(ctx, resolve(args[0]), { force: values.force === true });
    await forgetMissingFiles(ctx);
    report(totals(manifest), `Restored the state of ${manifest.createdAt}: ${summary(manifest)}`);
  },
});

function totals({ createdAt, tables, files }: Manifest) {
  return {
    createdAt,
    tables: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
    files: files.length,
    fileBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function summary({ tables, files }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${rows} rows in ${tables.length} tables, ${files.length} files.`;
}
