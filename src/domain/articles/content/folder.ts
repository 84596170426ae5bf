import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Locale } from '#src/i18n/index.ts';
import { markdownName } from '../linkTargets.ts';
import { fileProblem, type FileProblem } from './report.ts';

export interface FolderFile {
  /** Below the folder, with `/` between its parts. */
  path: string;
  size: number;
  /** Changes whenever the file does, as far as a file system tells without reading it. */
  stamp: string;
  changedMs: number;
  /** Where it lies when that is not the folder itself: what an import is about to put there. */
  root?: string | undefined;
}

/** Where a file of a folder lies on the disk. */
export const fullPath = ({ root }: Pick<Folder, 'root'>, file: Pick<FolderFile, 'path' | 'root'>) =>
  join(file.root ?? root, file.path);

export interface Folder {
  root: string;
  exists: boolean;
  texts: FolderFile[];
  /** `_category.md`: what a folder is called and where it stands. */
  categories: FolderFile[];
  images: FolderFile[];
  /** Pages of HTML: a content folder has no use for them, an import has. */
  pages: FolderFile[];
  /** Whatever else is there: an article may link to it. */
  others: FolderFile[];
  problems: FileProblem[];
}

/** What an article may show or link to, beside other articles. */
export const linkable = ({ images, others }: Pick<Folder, 'images' | 'others'>) => [...images, ...others];

const limits = { files: 20_000, depth: 24 };
const pageName = /\.x?html?$/i;
const imageName = /\.(png|jpe?g|gif|webp|avif|svg)$/i;

/**
 * Every Markdown file and image below a folder, in the order of their paths. Hidden files and `node_modules` stay out,
 * as does what a symbolic link outside of the folder leads to.
 */
export async function scanFolder(
  root: string,
  { locale, except }: { locale: Locale; except?: string },
): Promise<Folder> {
  const lists = { texts: [], categories: [], images: [], pages: [], others: [] };
  const folder: Folder = { root, exists: true, ...lists, problems: [] };
  const real = await realpath(root).catch(() => null);
  if (!real || !(await stat(real)).isDirectory()) return { ...folder, exists: false };
  const left = { files: limits.files };
  const seen = new Set<string>([real]);
  const walk = async (below: string, depth: number): Promise<void> => {
    for (const entry of await entriesOf(folder, below, locale)) {
      if (left.files <= 0) return;
      const path = below ? `${below}/${entry.name}` : entry.name;
      const found = await follow(entry, join(root, path), real);
      if (found === 'outside') folder.problems.push(fileProblem(path, 'leavesFolder', { locale }));
      else if (found?.stats.isDirectory()) {
        if (depth >= limits.depth || seen.has(found.real) || found.real === except) continue;
        seen.add(found.real);
        await walk(path, depth + 1);
      } else if (found?.stats.isFile() && keep(folder, path, found.stats)) left.files -= 1;
    }
  };
  await walk('', 0);
  if (left.files <= 0)
    folder.problems.push(fileProblem('', 'tooMany', { locale, values: { limit: limits.files } }));
  return folder;
}

async function entriesOf(folder: Folder, below: string, locale: Locale): Promise<Dirent[]> {
  try {
    const entries = await readdir(join(folder.root, below), { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules').sort(byName);
  } catch (error) {
    folder.problems.push(fileProblem(below, 'unreadable', { locale, values: { reason: reasonOf(error) } }));
    return [];
  }
}

/** What stands at a path, links followed; null when nothing does. */
async function follow(
  entry: Dirent,
  path: string,
  root: string,
): Promise<{ real: string; stats: Stats } | 'outside' | null> {
  try {
    if (!entry.isSymbolicLink()) return { real: path, stats: await lstat(path) };
    const real = await realpath(path);
    if (real !== root && !real.startsWith(root + sep))
      return markdownName.test(path) || (await stat(real)).isDirectory() ? 'outside' : null;
    return { real, stats: await stat(real) };
  } catch {
    return null;
  }
}

function keep(folder: Folder, path: string, stats: Stats): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const list = /^_category\.md$/i.test(name)
    ? folder.categories
    : markdownName.test(name)
      ? folder.texts
      : imageName.test(name)
        ? folder.images
        : pageName.test(name)
          ? folder.pages
          : folder.others;
  const changedMs = Math.max(stats.mtimeMs, stats.ctimeMs);
  if (list === folder.others && list.length >= limits.files) return false;
  list.push({ path, size: stats.size, stamp: `${stats.ino}:${stats.size}:${changedMs}`, changedMs });
  return list !== folder.others;
}

/** The code of a file system's error (`EACCES`), for a sentence. */
export const reasonOf = (error: unknown) => String((error as NodeJS.ErrnoException).code ?? error);

const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
