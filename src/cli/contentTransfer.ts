import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { exportContent } from '#src/domain/articles/transfer/exportContent.ts';
import { importContent } from '#src/domain/articles/transfer/importContent.ts';
import { countOutcomes, type ImportReport } from '#src/domain/articles/transfer/report.ts';
import { command, usageError } from './command.ts';
import { problemLines, stepper } from './contentLines.ts';

export const contentImport = command({
  name: 'content import',
  about: 'Take in another help centre: a folder or zip of Markdown or HTML pages with images and files.',
  args: 'FOLDER|FILE.zip',
  options: {
    base: {
      type: 'string',
      value: 'URL',
      about: 'Where the articles were before: links that begin with it lead to articles here.',
    },
    'dry-run': { type: 'boolean', about: 'Only say what it would do.' },
  },
  more: 'Nothing is overwritten; again, it brings what is new since. Exit code 1 when a file could not be taken in.',
  hasReport: true,
  async run({ ctx, args, values, report, progress }) {
    if (!args[0]) throw usageError('Say what to import: portico content import help-centre.zip');
    if (values.base && !URL.canParse(values.base))
      throw usageError('--base is a whole address, such as https://help.example.com/hc');
    const done = await importContent(ctx, {
      from: resolve(args[0]),
      base: values.base,
      isRehearsal: values['dry-run'] === true,
      onProgress: stepper(progress),
    });
    report(done, importText(done));
    return countOutcomes(done).refused > 0 ? 1 : 0;
  },
});

export const contentExport = command({
  name: 'content export',
  about: 'Write every article, category, image and file into one zip of Markdown.',
  args: '[FILE.zip]',
  options: {},
  more: 'Drafts and archived articles are in it. An empty portal that imports it has the same articles and their past.',
  hasReport: true,
  async run({ ctx, args, report }) {
    const { fileName, zip, counts } = await exportContent(ctx);
    const path = resolve(args[0] ?? fileName);
    await pipeline(zip, createWriteStream(path, { mode: 0o600 }));
    const { articles, categories, files } = counts;
    report(
      { path, ...counts },
      `${path}: ${articles} articles in ${categories} categories, ${files} images and files.`,
    );
  },
});

const words = {
  new: 'new',
  changed: 'changed',
  same: 'unchanged',
  kept: 'left as they are here',
  refused: 'not taken in',
};

function importText(report: ImportReport): string {
  const counts = countOutcomes(report);
  const said = Object.entries(words).flatMap(([outcome, text]) => {
    const count = counts[outcome as keyof typeof counts];
    return count > 0 ? [`${count} ${text}`] : [];
  });
  const { done, articles, categories, links, images, problems } = report;
  return [
    `${done ? 'Imported' : 'This would import'}: ${articles.length} articles (${said.join(', ') || 'none'}), ` +
      `${images.length} images shown, ${links.length} links and images pointed at their new places.`,
    ...(categories.length > 0 ? ['New categories:', ...categories.map((name) => `  ${name}`)] : []),
    ...problemLines(problems),
  ].join('\n');
}
