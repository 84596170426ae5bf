import { posix } from 'node:path';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import { slugOf } from '../article.ts';

/** Folders that say nothing about what is in them. */
const generic =
  /^(docs?|documentation|content|src|pages|articles|help|hc|wiki|site|website|package|public|guide|_posts|export|html)$/i;

/** What all files of an export stand in, without meaning of its own: an archive's only folder, then `docs`, `content` … */
export function commonFolder(texts: string[], all: string[]): string {
  let prefix = only(all) ?? '';
  for (;;) {
    const next = only(texts.map((path) => path.slice(prefix.length)));
    if (!next || !generic.test(next.slice(0, -1)) || localeOf(next.slice(0, -1))) return prefix;
    prefix += next;
  }
}

/** The first folder of all paths, with its `/`; null when they stand in several, or in none. */
function only(paths: string[]): string | null {
  const first = paths[0]?.split('/')[0];
  const isShared = first !== undefined && paths.every((path) => path.startsWith(`${first}/`));
  return isShared && !localeOf(first) ? `${first}/` : null;
}

/** `en`, `en-us` and `it_IT` are languages of the portal. */
export function localeOf(folder: string): Locale | null {
  const short = /^([a-z]{2})([-_][a-z]{2,4})?$/i.exec(folder)?.[1]?.toLowerCase();
  return isLocale(short) ? short : null;
}

const others = new Set(
  'ar bg ca cs da de el es et fa fi fr gl he hi hr hu id ja ko lt lv ms nb nl no pl pt ro ru sk sl sr sv th tr uk ur vi zh'.split(
    ' ',
  ),
);

/** Whether a folder beside one of a language the portal speaks is one of a language it doesn't. */
export const isOtherLanguage = (folder: string): boolean =>
  /^[a-z]{2}([-_][a-z]{2,4})?$/i.test(folder) && others.has(folder.slice(0, 2).toLowerCase());

/** Where each file of an export goes below the content folder: `<locale>/<its own path>`, a page where it stood. */
export interface Layout {
  prefix: string;
  taken: Set<string>;
  fallback: Locale;
}

export function placeFile(layout: Layout, from: string): string {
  const { locale, rest } = splitLocale(layout, from);
  return claim(layout, `${locale}/${rest}`);
}

/** Of a page of HTML: by what it says of itself, else by its path. */
export function placePage(
  layout: Layout,
  from: string,
  page: { title: string; locale: Locale | null; crumbs: string[] },
): { to: string; category: string | null } {
  const split = splitLocale(layout, from);
  const locale = split.hasLocale ? split.locale : (page.locale ?? split.locale);
  const [crumb] = page.crumbs;
  const folder = crumb
    ? slugOf(crumb)
    : split.rest
        .replace(/^(articles|sections|categories)\//, '')
        .split('/')
        .slice(0, -1)[0];
  const name = nameOf(split.rest, page.title);
  return { to: claim(layout, posix.join(locale, folder ?? '', `${name}.md`)), category: crumb ?? null };
}

/** The name of a page's file without the number that only its old portal needs. */
export function nameOf(path: string, title: string): string {
  const name = posix.basename(path).replace(/\.x?html?$/i, '');
  const base = /^index$/i.test(name) ? posix.basename(posix.dirname(path)) : name;
  const words = base.replace(/^\d{2,}[-_ ]+(?=\D)/, '');
  return slugOf(/\p{L}/u.test(words) && words !== '.' ? words : title);
}

function splitLocale({ prefix, fallback }: Layout, from: string) {
  const rest = from.startsWith(prefix) ? from.slice(prefix.length) : from;
  const [first = '', ...more] = rest.split('/');
  const locale = more.length > 0 ? localeOf(first) : null;
  return { locale: locale ?? fallback, rest: locale ? more.join('/') : rest, hasLocale: locale !== null };
}

/** Two files never share a place: the second gets a number. */
function claim({ taken }: Layout, path: string): string {
  const extension = posix.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  let free = path;
  for (let n = 2; taken.has(free); n += 1) free = `${stem}-${n}${extension}`;
  taken.add(free);
  return free;
}
