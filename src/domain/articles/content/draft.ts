import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Locale } from '#src/i18n/index.ts';
import { maxSourceLength, slugOf, type ArticleInput, type ArticleState } from '../article.ts';
import { decodeText, isBinary } from '../markdown/decode.ts';
import { parseFile, type ParsedFile } from '../markdown/frontMatter.ts';
import { findTitle, titleFromPath } from '../markdown/title.ts';
import { fullPath, reasonOf, type Folder, type FolderFile } from './folder.ts';
import { categoryKeyOf, placeOf, type Place } from './place.ts';
import { fileProblem, type FileProblem } from './report.ts';

/** A file as the article it wants to be. */
export interface Draft {
  path: string;
  hash: string;
  place: Place;
  file: ParsedFile;
  title: string;
  /** Joins it to its translations. */
  key: string;
  categoryKey: string;
  /** Addresses it would like, best first. */
  slugs: string[];
  state: ArticleState;
}

/** Bytes one Markdown file may have: 2 MiB, which is the longest article in UTF-16 with room to spare. */
export const maxFileBytes = 2 * 1024 * 1024;

export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The bytes of a file, or why there are none. */
export async function readBytes(
  folder: Pick<Folder, 'root'>,
  file: Pick<FolderFile, 'path' | 'size' | 'root'>,
  locale: Locale,
): Promise<{ bytes: Buffer } | { problem: FileProblem }> {
  const { path, size } = file;
  if (size > maxFileBytes) {
    const values = { size: Math.ceil(size / 1024), limit: maxFileBytes / 1024 };
    return { problem: fileProblem(path, 'fileTooLarge', { locale, values }) };
  }
  try {
    return { bytes: await readFile(fullPath(folder, file)) };
  } catch (error) {
    return { problem: fileProblem(path, 'unreadable', { locale, values: { reason: reasonOf(error) } }) };
  }
}

/** Makes an article of a file's bytes; what is only odd is in `problems` beside it. */
export function draftOf(
  path: string,
  bytes: Buffer,
  locale: Locale,
): { draft: Draft | null; problems: FileProblem[] } {
  const refuse = (code: FileProblem['code'], values = {}) => ({
    draft: null,
    problems: [fileProblem(path, code, { locale, values })],
  });
  if (isBinary(bytes)) return refuse('noText');
  const decoded = decodeText(bytes, locale);
  const file = parseFile(decoded.text, locale);
  const problems = [...decoded.problems, ...file.problems].map((one) => ({ path, ...one }));
  if (!file.body.trim() && !file.data.title) return refuse('emptyFile');
  if (file.body.length > maxSourceLength) {
    const values = { size: Math.ceil(file.body.length / 1024), limit: Math.floor(maxSourceLength / 1024) };
    return refuse('fileTooLarge', values);
  }
  if (mayHideSomething(file, decoded.text))
    return { draft: null, problems: [...problems, ...refuse('notTaken').problems] };
  return { draft: toDraft(path, hashOf(bytes), file, placeOf(path, locale)), problems };
}

/** Front matter nobody can read, with a key that decides who may see the article. */
function mayHideSomething(file: ParsedFile, text: string): boolean {
  const isBroken = file.problems.some(({ code }) => /^frontMatter(Syntax|Unclosed)$/.test(code));
  return isBroken && /^\s*["']?(audience|draft|archived|private)["']?\s*[:=]/m.test(text.slice(0, 8_192));
}

function toDraft(path: string, hash: string, file: ParsedFile, place: Place): Draft {
  const { data } = file;
  const title = (data.title || findTitle(file.body) || titleFromPath(path)).slice(0, 200);
  const wish = data.slug?.split('/').filter(Boolean).at(-1);
  return {
    path,
    hash,
    place,
    file,
    title,
    key: data.id ? data.id.slice(0, 120) : place.key,
    categoryKey: data.category ? slugOf(data.category) : categoryKeyOf(place.folder),
    slugs: [...(wish ? [slugOf(wish)] : []), ...place.slugs, slugOf(title)],
    state: data.archived ? 'archived' : data.draft ? 'draft' : 'published',
  };
}

/** The fields of the article; lists and texts are cut to what an article may have. */
export function fieldsOf(
  { file: { data, other, body, problems }, title }: Draft,
  { categoryId, slug, ownerId }: { categoryId: number; slug: string; ownerId: number | undefined },
): ArticleInput {
  const summary = data.summary ?? (typeof other.description === 'string' ? other.description : '');
  // A mistyped audience must not show to everybody what was meant for a few.
  const isAudienceOdd = problems.some(({ values }) => values.key === 'audience');
  return {
    title,
    summary: summary.slice(0, 400),
    source: body,
    categoryId,
    kind: data.kind ?? 'article',
    audience: isAudienceOdd ? 'agents' : (data.audience ?? 'public'),
    tags: cut(data.tags, 40),
    related: cut(data.related, 120),
    slug,
    ownerId,
    reviewBy: data.reviewBy ? new Date(`${data.reviewBy}T00:00:00Z`) : null,
  };
}

const cut = (list: string[] = [], length: number) => list.slice(0, 20).map((one) => one.slice(0, length));
