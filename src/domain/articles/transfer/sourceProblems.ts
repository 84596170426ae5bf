import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileProblem } from '../content/report.ts';
import { decodeText } from '../markdown/decode.ts';
import type { Staged, StagedText } from './stage.ts';

/** Problems of staged files as problems of the files they came from: with their paths, and the lines there. */
export async function sourceProblems(staged: Staged, problems: FileProblem[]): Promise<FileProblem[]> {
  const texts = new Map(staged.texts.map((text) => [text.to, text]));
  const files = new Map(staged.files.map(({ from, to }) => [to, from]));
  const finders = new Map<StagedText, LineFinder>();
  const found: FileProblem[] = [];
  for (const one of problems) {
    const text = texts.get(one.path);
    if (!text) {
      found.push({ ...one, path: files.get(one.path) ?? one.path });
      continue;
    }
    const lineOf = finders.get(text) ?? (await lineFinder(staged, text));
    finders.set(text, lineOf);
    found.push({ ...one, path: text.from, line: lineOf(one.line, String(one.values.address ?? '')) });
  }
  return found;
}

export type LineFinder = (line: number, words: string) => number;

/** The line of the file a text came from: the same one moved, or, of a page that became another text, where the words are. */
export async function lineFinder(staged: Pick<Staged, 'source'>, text: StagedText): Promise<LineFinder> {
  const { lineOf } = text;
  if (lineOf) return lineOf;
  const page = decodeText(await readFile(join(staged.source, text.from))).text;
  return (_line, words) => {
    const at = words ? page.indexOf(words.split('#')[0]!) : -1;
    return at < 0 ? 1 : page.slice(0, at).split('\n').length;
  };
}
