import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import type { Locale } from '#src/i18n/index.ts';
import { maxFileBytes } from '../content/draft.ts';
import { linkable, scanFolder, type Folder } from '../content/folder.ts';
import { fileProblem, type FileProblem } from '../content/report.ts';
import { categoryTitleOf } from '../content/place.ts';
import { decodeText } from '../markdown/decode.ts';
import { parseFile, serialiseFile } from '../markdown/frontMatter.ts';
import { translateDialect } from './dialects.ts';
import { categoryText, ownFrontMatter, pageText } from './foreignFields.ts';
import { historyFolder } from './history.ts';
import { readHtmlPage } from './htmlPage.ts';
import { commonFolder, isOtherLanguage, localeOf, placeFile, placePage, type Layout } from './layout.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { relink } from './relink.ts';
import { wikiIndex, withoutWikiLinks, type WikiIndex } from './wikiLinks.ts';
import type { ImportReport } from './report.ts';

/** A text of the import, ready below `Staged.root`. */
export interface StagedText {
  from: string;
  to: string;
  /** Addresses it had, and those that others may write for it. */
  addresses: string[];
  /** The line of `from` that a line of `to` comes from; null when there is none, as in HTML. */
  lineOf: ((line: number) => number) | null;
}

/** An export of another help centre as a folder in Portico's manner; nothing of the portal has changed yet. */
export interface Staged {
  root: string;
  /** The folder it was made of. */
  source: string;
  texts: StagedText[];
  /** Images and other files that came along, as they were and as they are now. */
  files: { from: string; to: string }[];
  /** Files that come along when a text links to them, and the places of those that are linked to. */
  loose: { from: string; to: string; size: number }[];
  linked: Set<string>;
  links: ImportReport['links'];
  problems: FileProblem[];
  /** What a portal's own export says beside the files. */
  own: { manifest: Manifest; historyRoot: string } | null;
}

export interface Source {
  /** The folder, packed out. */
  root: string;
  /** Where the articles were before: links that begin with it lead to articles here. */
  base?: string | undefined;
  locale: Locale;
  /** Largest file that comes along, in bytes. */
  maxBytes: number;
}

/** Make a folder that a pull understands of whatever lies in another one. `into` must be empty. */
export async function stageFolder({ root, base, locale, maxBytes }: Source, into: string): Promise<Staged> {
  const folder = await scanFolder(root, { locale });
  const staged: Staged = {
    source: root,
    root: into,
    texts: [],
    files: [],
    loose: [],
    linked: new Set(),
    links: [],
    problems: [...folder.problems],
    own: null,
  };
  if (await stageOwn(staged, folder, locale)) return staged;
  const all = [...folder.texts, ...folder.pages, ...folder.categories, ...folder.images, ...folder.others];
  const texts = [...folder.texts, ...folder.pages].map(({ path }) => path);
  const prefix = commonFolder(
    texts,
    all.map(({ path }) => path),
  );
  const layout: Layout = { prefix, taken: new Set(), fallback: locale };
  const work: Staging = {
    ...{ staged, folder, layout, ids: new Set() },
    ...{ wiki: wikiIndex(folder), skipped: otherLanguages(texts, prefix) },
  };
  await stageTexts(work);
  await stagePages(work);
  await stageFiles(work);
  await relink(staged, { base, locale });
  await takeLinked(work, maxBytes);
  return staged;
}

/** A portal's own export is in its manner already: every file comes as it is. @returns whether it was one. */
async function stageOwn(staged: Staged, folder: Folder, locale: Locale): Promise<boolean> {
  const found = await readManifest(folder);
  if (!found) return false;
  staged.own = { manifest: found.manifest, historyRoot: join(folder.root, found.prefix) };
  const lineOf = (line: number) => line;
  const place = (path: string) => path.slice(found.prefix.length);
  for (const { path } of folder.texts)
    staged.texts.push({ from: path, to: place(path), addresses: [], lineOf });
  for (const { path } of [...folder.categories, ...linkable(folder)])
    if (path !== found.path && !place(path).startsWith(historyFolder))
      staged.files.push({ from: path, to: place(path) });
  for (const { from, to } of [...staged.texts, ...staged.files])
    await copy(folder.root, from, staged.root, to);
  for (const { path } of folder.pages) report(staged, path, 'otherFile', locale);
  return true;
}

interface Staging {
  staged: Staged;
  folder: Folder;
  layout: Layout;
  wiki: WikiIndex;
  /** `locale/id` of the texts so far: other tools only want them unique in a folder. */
  ids: Set<string>;
  /** Top folders in languages that the portal doesn't speak. */
  skipped: Set<string>;
}

function otherLanguages(paths: string[], prefix: string): Set<string> {
  const tops = new Set(paths.flatMap((path) => path.slice(prefix.length).split('/').slice(0, -1)[0] ?? []));
  const speaksOurs = [...tops].some((top) => localeOf(top) !== null);
  return new Set(speaksOurs ? [...tops].filter(isOtherLanguage) : []);
}

async function stageTexts(work: Staging): Promise<void> {
  const { staged, folder, layout } = work;
  for (const { path, size } of folder.texts) {
    if (isSkipped(work, path) || isTooLarge(work, path, size)) continue;
    const bytes = await readFile(join(folder.root, path));
    const { text, lineOf, foreign, addresses } = translate(work, path, bytes);
    const to = placeFile(layout, path);
    note(staged, path, foreign, layout.fallback);
    await write(staged.root, to, text ?? bytes);
    staged.texts.push({ from: path, to, addresses, lineOf });
    await pause();
  }
}

/** A Markdown file in Portico's manner; as it is (`text` is null) when that is the same. */
function translate(work: Staging, path: string, bytes: Buffer) {
  const decoded = decodeText(bytes, work.layout.fallback);
  const before = parseFile(decoded.text, work.layout.fallback);
  const { change, addresses } = ownFrontMatter(before, (id) => isTaken(work, path, id));
  const linkWiki = (line: string) => withoutWikiLinks(line, path, work.wiki);
  const body = translateDialect(before.body, { isMdx: /\.mdx$/i.test(path), linkWiki });
  const after = serialiseFile(decoded.text, change, body.text);
  const foreign = body.foreign.map((one) => ({ ...one, line: one.line + before.bodyLine - 1 }));
  if (after === decoded.text) return { text: null, lineOf: (line: number) => line, foreign, addresses };
  const start = parseFile(after, work.layout.fallback).bodyLine;
  const lineOf = (line: number) => Math.max(1, (body.lines[line - start] ?? -Infinity) + before.bodyLine - 1);
  return { text: after, lineOf, foreign, addresses };
}

function isTaken({ ids, layout }: Staging, path: string, id: string): boolean {
  const name = `${localeOf(path.slice(layout.prefix.length).split('/')[0]!) ?? layout.fallback}/${id}`;
  const before = ids.has(name);
  ids.add(name);
  return before;
}

async function stagePages(work: Staging): Promise<void> {
  const { staged, folder, layout } = work;
  const titles = new Map<string, string>();
  for (const { path, size } of folder.pages) {
    if (isSkipped(work, path) || isTooLarge(work, path, size)) continue;
    const page = readHtmlPage(decodeText(await readFile(join(folder.root, path))).text);
    await pause();
    if (page === null || page === 'list') {
      report(staged, path, page ? 'listPage' : 'tooComplex', layout.fallback);
      continue;
    }
    const { to, category } = placePage(layout, path, page);
    note(staged, path, page.lost, layout.fallback);
    const { text, addresses } = pageText(path, page, to);
    await write(staged.root, to, text);
    staged.texts.push({ from: path, to, addresses, lineOf: null });
    if (category) titles.set(dirname(to), category);
  }
  for (const [name, title] of titles)
    if (categoryTitleOf(name.split('/').at(-1)!) !== title)
      await write(staged.root, `${name}/_category.md`, categoryText(title));
}

async function stageFiles(work: Staging): Promise<void> {
  const { staged, folder, layout } = work;
  for (const { path } of [...folder.categories, ...folder.images]) {
    if (isSkipped(work, path)) continue;
    const to = placeFile(layout, path);
    await copy(folder.root, path, staged.root, to);
    staged.files.push({ from: path, to });
  }
  for (const { path, size } of folder.others)
    if (!isSkipped(work, path)) staged.loose.push({ from: path, to: placeFile(layout, path), size });
}

/** Files that a text links to come along; the rest is reported. */
async function takeLinked({ staged, folder, layout }: Staging, maxBytes: number): Promise<void> {
  for (const { from, to, size } of staged.loose) {
    const code = !staged.linked.has(to) ? 'otherFile' : size > maxBytes ? 'fileTooLarge' : null;
    if (code) {
      const values = { size: Math.ceil(size / 1024), limit: Math.floor(maxBytes / 1024) };
      staged.problems.push(fileProblem(from, code, { locale: layout.fallback, values }));
      continue;
    }
    await copy(folder.root, from, staged.root, to);
    staged.files.push({ from, to });
  }
}

function isSkipped({ staged, layout, skipped }: Staging, path: string): boolean {
  const isOther = skipped.has(path.slice(layout.prefix.length).split('/')[0]!);
  if (isOther) report(staged, path, 'otherLanguage', layout.fallback);
  return isOther;
}

function isTooLarge({ staged, layout }: Staging, path: string, size: number): boolean {
  if (size <= maxFileBytes) return false;
  const values = { size: Math.ceil(size / 1024), limit: maxFileBytes / 1024 };
  staged.problems.push(fileProblem(path, 'fileTooLarge', { locale: layout.fallback, values }));
  return true;
}

const report = ({ problems }: Staged, path: string, code: FileProblem['code'], locale: Locale) =>
  problems.push(fileProblem(path, code, { locale }));

function note(
  { problems }: Staged,
  path: string,
  foreign: { line: number; code: FileProblem['code']; values: Record<string, string> }[],
  locale: Locale,
): void {
  for (const { line, code, values } of foreign)
    problems.push(fileProblem(path, code, { line, locale, values }));
}

async function write(root: string, to: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(join(root, to)), { recursive: true });
  await writeFile(join(root, to), text);
}

async function copy(fromRoot: string, from: string, root: string, to: string): Promise<void> {
  await mkdir(dirname(join(root, to)), { recursive: true });
  await copyFile(join(fromRoot, from), join(root, to));
}
