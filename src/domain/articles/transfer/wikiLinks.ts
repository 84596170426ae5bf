import { posix } from 'node:path';
import { foldText } from '#db/sql.ts';
import type { Folder } from '../content/folder.ts';
import { linkable } from '../content/folder.ts';
import { markdownName } from '../linkTargets.ts';
import { anchorFor } from '../markdown/headings.ts';

/** The files of an import by what a wiki link may call them. */
export interface WikiIndex {
  byName: Map<string, string[]>;
}

/** A link as wikis and Obsidian write it, and code in a line, which stays as it is. */
const sign = /(`+)(?:(?!\1).)*\1|(!?)\[\[([^\][|#\n]*)(#[^\][|\n]*)?(?:\|([^\][\n]*))?\]\](?!\()/g;

export function wikiIndex(folder: Folder): WikiIndex {
  const byName = new Map<string, string[]>();
  for (const { path } of [...folder.texts, ...linkable(folder)])
    for (const name of namesOf(path)) byName.set(name, [...(byName.get(name) ?? []), path]);
  return { byName };
}

/** The line with `[[target|words]]` and `![[image]]` as links to files of the same import; others stay as they are. */
export function withoutWikiLinks(text: string, from: string, index: WikiIndex): string {
  if (!text.includes('[[')) return text;
  return text.replace(sign, (all, code?: string, shows?: string, first = '', part = '', second?: string) => {
    if (code) return all;
    return (
      linkFor(index, from, { isShown: shows === '!', target: first.trim(), part, words: second?.trim() }) ??
      all
    );
  });
}

interface WikiLink {
  isShown: boolean;
  target: string;
  /** `#Heading`. */
  part: string;
  words: string | undefined;
}

function linkFor(index: WikiIndex, from: string, link: WikiLink): string | null {
  const { target, words } = link;
  const fragment = fragmentOf(link.part);
  if (!target) return fragment ? `[${escaped(words ?? link.part.slice(1))}](${fragment})` : null;
  const path = findTarget(index, from, target);
  // GitHub's wikis say the words first.
  if (!path && words)
    return linkTo(findTarget(index, from, words), { from, fragment, link: { ...link, words: target } });
  return linkTo(path, { from, fragment, link });
}

function linkTo(
  path: string | null,
  { from, fragment, link }: { from: string; fragment: string; link: WikiLink },
): string | null {
  const isText = path !== null && markdownName.test(path);
  if (path === null || (link.isShown && isText)) return null;
  const address =
    encodeURI(posix.relative(posix.dirname(from), path)).replace(/[()#?]/g, encodeSign) + fragment;
  const isImage = link.isShown && /\.(png|jpe?g|gif|webp|avif|svg)$/i.test(path);
  // `![[door.png|300]]` says how wide, not what it shows.
  const words = link.words && !(isImage && /^\d+(x\d+)?$/.test(link.words)) ? link.words : '';
  const plain = isImage ? '' : link.target + (link.part ? ` ${link.part.replace(/#/g, '› ')}` : '');
  return `${isImage ? '!' : ''}[${escaped(words || plain)}](${address})`;
}

const encodeSign = (text: string) => `%${text.charCodeAt(0).toString(16).toUpperCase()}`;
const escaped = (words: string) => words.replace(/[[\]]/g, '\\$&');

/** The last heading that is named; a block has no address here. */
function fragmentOf(part: string): string {
  const heading = part.split('#').at(-1)!.trim();
  return heading && !heading.startsWith('^') ? `#${encodeURIComponent(anchorFor(heading))}` : '';
}

/** The one in the nearest folder, when several are called so. */
function findTarget({ byName }: WikiIndex, from: string, target: string): string | null {
  const found = byName.get(nameOf(target)) ?? [];
  const folder = posix.dirname(from);
  const distance = (path: string) => posix.relative(folder, posix.dirname(path)).split('/').length;
  return found.toSorted((a, b) => distance(a) - distance(b) || a.length - b.length)[0] ?? null;
}

/** `docs/Lost keys.md` is `docs/lost-keys.md`, `docs/lost-keys`, `lost-keys.md` and `lost-keys`. */
function namesOf(path: string): string[] {
  const parts = path.split('/');
  const ends = parts.map((_, index) => parts.slice(index).join('/'));
  const bare = markdownName.test(path) ? ends.map((end) => end.replace(markdownName, '')) : [];
  return [...ends, ...bare].map(nameOf);
}

const nameOf = (text: string) =>
  foldText(text)
    .replace(/^[./]+/, '')
    .replace(/[\s_-]+/g, '-');
