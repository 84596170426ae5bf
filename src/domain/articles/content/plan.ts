import { setImmediate as pause } from 'node:timers/promises';
import type { Context } from '#src/context.ts';
import type { Locale } from '#src/i18n/index.ts';
import { listSynced } from './content.store.ts';
import { draftOf, hashOf, readBytes, type Draft } from './draft.ts';
import { fullPath, scanFolder, type Folder, type FolderFile } from './folder.ts';
import { matchFresh } from './match.ts';
import { fileProblem, type FileProblem } from './report.ts';
import { differenceOf, type Synced } from './sync.ts';

/** A file to take in: as a new article, or into the one it belongs to. */
export interface Coming {
  draft: Draft;
  article: Synced | null;
}

/** All that differs between folder and portal. Making it changes neither. */
export interface Plan {
  folder: Folder;
  coming: Coming[];
  /** Changed on both sides. */
  clashing: { draft: Draft; article: Synced }[];
  unchanged: Synced[];
  /** Newer in the portal. */
  leaving: Synced[];
  /** Their files are gone. */
  gone: Synced[];
  problems: FileProblem[];
}

export type Progress = (step: { phase: 'copy' | 'read' | 'write'; done: number; total: number }) => void;

/** Read the folder (and what an import is about to put there) and compare it with what both sides last agreed on. */
export async function planPull(
  ctx: Context,
  { onProgress, over }: { onProgress?: Progress | undefined; over?: Folder | undefined } = {},
): Promise<Plan> {
  const locale = ctx.config.defaultLocale;
  const found = await scanFolder(ctx.config.contentDir, { locale });
  const folder = over ? laidOver(found, over) : found;
  const plan: Plan = {
    ...{ folder, coming: [], clashing: [], unchanged: [], leaving: [], gone: [] },
    problems: [...folder.problems],
  };
  const all = await listSynced(ctx.db.read);
  const fresh = await compareFiles(plan, all, { locale, onProgress });
  const present = new Set(folder.texts.map(({ path }) => path));
  const missing = all.filter(({ filePath }) => filePath !== null && !present.has(filePath));
  const left = matchFresh(plan, fresh, { all, missing, locale });
  placeMissing(plan, left, { known: all.filter(({ filePath }) => filePath !== null).length, locale });
  return plan;
}

/** The folder as it is once the files of another one lie in it. */
function laidOver(folder: Folder, over: Folder): Folder {
  const join = (name: 'texts' | 'categories' | 'images' | 'others') => {
    const files = new Map(folder[name].map((file) => [file.path, file]));
    for (const file of over[name]) files.set(file.path, { ...file, root: over.root });
    return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  };
  const lists = {
    ...{ texts: join('texts'), categories: join('categories') },
    ...{ images: join('images'), others: join('others') },
  };
  return { ...folder, ...lists, exists: true };
}

/** Sorts the files that belong to an article; returns the others. */
async function compareFiles(
  plan: Plan,
  all: Synced[],
  { locale, onProgress }: { locale: Locale; onProgress: Progress | undefined },
): Promise<Draft[]> {
  const known = new Map(all.map((article) => [article.filePath, article]));
  const fresh: Draft[] = [];
  const total = plan.folder.texts.length;
  for (const [index, file] of plan.folder.texts.entries()) {
    const draft = await compareFile(plan, file, { article: known.get(file.path), locale });
    if (draft) fresh.push(draft);
    if (index % 50 !== 49) continue;
    onProgress?.({ phase: 'read', done: index + 1, total });
    await pause();
  }
  onProgress?.({ phase: 'read', done: total, total });
  return fresh;
}

async function compareFile(
  plan: Plan,
  file: FolderFile,
  { article, locale }: { article: Synced | undefined; locale: Locale },
): Promise<Draft | null> {
  const known = article && knownHash(plan.folder, file);
  if (article && known && placeUnchanged(plan, article, known)) return null;
  const read = await readBytes(plan.folder, file, locale);
  if ('problem' in read) {
    plan.problems.push(read.problem);
    return null;
  }
  const hash = remember(plan.folder, file, hashOf(read.bytes));
  if (article && placeUnchanged(plan, article, hash)) return null;
  const { draft, problems } = draftOf(file.path, read.bytes, locale);
  plan.problems.push(...problems);
  if (!article || !draft) return draft;
  const difference = differenceOf(article, hash);
  (difference === 'both' ? plan.clashing : plan.coming).push({ draft, article });
  return null;
}

/** @returns whether the file is as both sides last agreed. */
function placeUnchanged(plan: Plan, article: Synced, hash: string): boolean {
  const difference = differenceOf(article, hash);
  if (difference === 'none') plan.unchanged.push(article);
  if (difference === 'portal') plan.leaving.push(article);
  return difference === 'none' || difference === 'portal';
}

/** A whole folder that vanished is a disk that isn't mounted or another CONTENT_DIR: nothing is archived for it. */
function placeMissing(plan: Plan, missing: Synced[], { known, locale }: { known: number; locale: Locale }) {
  const isLost = known > 1 && missing.length === known;
  if (!plan.folder.exists) plan.problems.push(fileProblem('', 'folderMissing', { locale }));
  else if (isLost) plan.problems.push(fileProblem('', 'folderEmptied', { locale, values: { count: known } }));
  for (const article of missing) {
    const difference = differenceOf(article, null);
    if (difference === 'portal') plan.leaving.push(article);
    if (difference === 'gone' && plan.folder.exists && !isLost) plan.gone.push(article);
  }
}

/** Hashes of files this process has read, while their stamp stays: a second look needs no reading. */
const hashes = new Map<string, { stamp: string; hash: string }>();

function knownHash(folder: Folder, file: FolderFile): string | null {
  const seen = hashes.get(fullPath(folder, file));
  return seen?.stamp === file.stamp ? seen.hash : null;
}

function remember(folder: Folder, file: FolderFile, hash: string): string {
  if (hashes.size > 50_000) hashes.clear();
  // A file changed a moment ago may change again within the same stamp.
  if (Date.now() - file.changedMs > 2_000) hashes.set(fullPath(folder, file), { stamp: file.stamp, hash });
  return hash;
}
