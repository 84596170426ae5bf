import type { Locale } from '#src/i18n/index.ts';
import { problem, type Problem } from '../markdown/problem.ts';

/** Something wrong in or with a file of the content folder. */
export interface FileProblem extends Problem {
  /** Below CONTENT_DIR, or below the folder that `--from` names; '' is the folder itself. */
  path: string;
}

/** Which problems kept a file out, so that nobody has to look for them among mere broken links. */
const keptOut = new Set<Problem['code']>([
  'unreadable',
  'fileTooLarge',
  'noText',
  'emptyFile',
  'leavesFolder',
  'tooMany',
  'notTaken',
  'sameId',
  'refused',
  'folderMissing',
  'folderEmptied',
  'alreadyThere',
  'zipLink',
  'zipEncrypted',
  'zipMethod',
  'zipTwice',
  'zipName',
  'otherFile',
  'otherLanguage',
  'listPage',
]);
export const isKeptOut = ({ code }: Pick<Problem, 'code'>) => keptOut.has(code);

export interface PullReport {
  folder: string;
  /** Markdown files seen. */
  files: number;
  created: number;
  updated: number;
  /** Same text, other path. */
  moved: number;
  unchanged: number;
  /** Their file is gone. */
  archived: number;
  /** Newer in the portal: written to their files. */
  written: number;
  /** Images and other files taken in or renewed. */
  images: number;
  /** Paths of the files that changed on both sides. */
  conflicts: string[];
  problems: FileProblem[];
  ms: number;
}

/** A problem of a file, on a line of it. */
export function fileProblem(
  path: string,
  code: Problem['code'],
  { line = 1, locale, values = {} }: { line?: number; locale: Locale; values?: Problem['values'] },
): FileProblem {
  return { path, ...problem(code, line, locale, values) };
}
