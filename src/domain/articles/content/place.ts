import { createHash } from 'node:crypto';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import { slugOf } from '../article.ts';
import { markdownName } from '../linkTargets.ts';
import { titleFromPath } from '../markdown/title.ts';

/** What a file's path below CONTENT_DIR says: `<locale>/<category>/…/<slug>.md`, of which all but the name may lack. */
export interface Place {
  locale: Locale;
  /** Whether the path names its language; else it is the portal's own. */
  hasLocale: boolean;
  /** The top folder, null for files beside it. */
  folder: string | null;
  /** The path without language and extension, as a name that both translations of a file share. */
  key: string;
  /** Addresses worth trying, best first; empty when only the title can say. */
  slugs: string[];
}

export const generalCategory = 'general';

/** Reads a path. Folders below the top one only tell files of the same name apart. */
export function placeOf(path: string, defaultLocale: Locale): Place {
  const parts = path.split('/');
  const hasLocale = parts.length > 1 && isLocale(parts[0]);
  const inner = hasLocale ? parts.slice(1) : parts;
  const name = inner.at(-1)!.replace(markdownName, '');
  const folders = inner.slice(0, -1);
  return {
    locale: hasLocale ? (parts[0] as Locale) : defaultLocale,
    hasLocale,
    folder: folders[0] ?? null,
    key: keyOf([...folders, name]),
    slugs: slugsOf(folders, name),
  };
}

/** The file in which a portal's article goes. */
export const newPath = (locale: string, category: string, slug: string) => `${locale}/${category}/${slug}.md`;

/** A folder's name as the key of its category, and the words it has when nobody gave it a title. */
export const categoryKeyOf = (folder: string | null) => (folder === null ? generalCategory : slugOf(folder));
export const categoryTitleOf = (folder: string) => titleFromPath(folder).slice(0, 80);

const isIndex = (name: string) => /^(_?index|readme)$/i.test(name);

function slugsOf(folders: string[], name: string): string[] {
  const own = isIndex(name) ? folders : [...folders, name];
  // Without the numbers that only sort: `01-intro` is `intro`.
  const words = own.map((part) => part.replace(/^\d{1,3}[-_. ]+(?=\D)/, ''));
  return words.map((_, index) => slugOf(words.slice(-index - 1).join('-'))).filter(Boolean);
}

function keyOf(parts: string[]): string {
  const key = parts.map(slugOf).join('-');
  if (key.length <= 100) return key;
  return `${key.slice(0, 90)}-${createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 8)}`;
}
