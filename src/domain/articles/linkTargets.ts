import { posix } from 'node:path';
import { foldText } from '#db/sql.ts';

export const markdownName = /\.(md|mdx|markdown|mdown|mkd)$/i;
const indexNames = ['index', 'README', '_index'];
const extensions = ['.md', '.mdx', '.markdown'];

/**
 * The paths below CONTENT_DIR that a link in a file may mean, best first: documentation tools write `./install.md`,
 * `install`, `install.html`, `../guide/` and `/guide/install` alike. Null when it leads out of the folder.
 */
export function linkTargets(filePath: string, href: string): { paths: string[]; fragment: string } | null {
  const path = pathIn(filePath, href);
  if (path === null) return null;
  const fragment = /#(.*)$/s.exec(href)?.[1] ?? '';
  if (markdownName.test(path)) return { paths: [path], fragment };
  const stem = path.replace(/\.html?$/i, '').replace(/\/$/, '');
  const files = stem ? extensions.map((extension) => stem + extension) : [];
  const indexes = indexNames.flatMap((name) =>
    extensions.map((extension) => posix.join(stem, name + extension)),
  );
  return { paths: path.endsWith('/') || !stem ? [...indexes, ...files] : [...files, ...indexes], fragment };
}

/** Whether an address is a path at all: no scheme, no other host, no mere fragment or query. */
export const isPath = (address: string) => !/^([a-z][\w+.-]*:|[/\\]{2}|#|\?|$)/i.test(address);

/** A path as written in a file, from the root of the content folder; null when it leads out of it. */
export function pathIn(filePath: string, written: string): string | null {
  const path = decodeAddress(written.split(/[?#]/)[0]!);
  const joined = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(filePath), path);
  const normal = posix.normalize(joined || '.');
  return normal.startsWith('..') || normal.includes('\0') ? null : normal.replace(/^\.\/?$/, '');
}

/** The best of several rows that a link's paths found: in the order of the paths, exact before folded. */
export function bestTarget<T extends { filePath: string | null }>(paths: string[], rows: T[]): T | null {
  for (const path of paths) {
    const alike = rows.filter((row) => row.filePath !== null && foldText(row.filePath) === foldText(path));
    const best = alike.find((row) => row.filePath === path) ?? alike[0];
    if (best) return best;
  }
  return null;
}

/** The address with its percent signs read; as it is where they make no sense. */
export function decodeAddress(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
