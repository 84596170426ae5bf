import GithubSlugger, { slug as githubSlug } from 'github-slugger';
import type { Element, Root } from 'hast';
import { toString } from 'hast-util-to-string';
import { elements, h, hasClass, isElement, rewrite } from './hast.ts';

export interface Heading {
  /** 2 to 6: the article's own title is the page's only h1. */
  depth: number;
  text: string;
  id: string;
}

/**
 * Ids that pages use themselves, and the one-word properties of `window`, `document` and forms that an element's id
 * would shadow (DOM clobbering). A heading of that name gets `-1`, like the second of two equal headings.
 */
const reserved = new Set(
  (
    'main content contents search results q menu nav header footer aside sidebar feedback related ask theme language ' +
    'skip title error errors form toast dialog top cookie body forms images links scripts head location name ' +
    'attributes children parent self window document history event events status length origin opener frames focus ' +
    'blur close closed open print stop alert confirm prompt fetch performance navigator screen crypto caches ' +
    'action method target elements submit reset domain embeds plugins applets all anchors referrer append prepend ' +
    'remove before after animate matches closest style dataset hidden slot prefix translate dir lang click input write'
  ).split(' '),
);

const prefix = 'user-content-';

/**
 * Renumbers the headings so that the outline starts at h2 and never skips a level, drops a leading h1 that repeats
 * `title`, and gives each an id; returns them in order.
 */
export function settleHeadings(tree: Root, title: string | undefined): Heading[] {
  dropTitle(tree, title);
  const slugger = new GithubSlugger();
  const open: number[] = [];
  return headingsIn(tree).map((node) => {
    const depth = Number(node.tagName[1]);
    while (open.length > 0 && open.at(-1)! >= depth) open.pop();
    open.push(depth);
    const id = settleId(node, slugger);
    node.tagName = `h${Math.min(open.length + 1, 6)}`;
    node.properties.id = id;
    return { depth: Number(node.tagName[1]), text: plain(node), id };
  });
}

/** The id a heading gets from a link's fragment as other tools write it (`#Install%20it` → `install-it`). */
export function anchorFor(fragment: string): string {
  const id = githubSlug(decode(fragment));
  return reserved.has(id) ? `${id}-1` : id;
}

/**
 * Gives the ids that authors wrote the form in which links from other articles ask for them, as headings have it; one that
 * is taken stays prefixed, and so do those of footnotes, which belong to their page.
 */
export function settleWrittenIds(tree: Root): void {
  const all = elements(tree);
  const ids = new Set(all.map((node) => node.properties.id));
  const renamed = new Map<string, string>();
  for (const node of all) {
    const { id } = node.properties;
    if (typeof id !== 'string' || !id.startsWith(prefix) || /^fn(ref)?-/.test(id.slice(prefix.length)))
      continue;
    const to = anchorFor(id.slice(prefix.length));
    if (!to || ids.has(to)) continue;
    ids.add(to);
    renamed.set(id, to);
    node.properties.id = to;
  }
  for (const { properties } of renamed.size > 0 ? all : [])
    for (const name of ['ariaDescribedBy', 'ariaLabelledBy', 'headers'])
      if (Array.isArray(properties[name]))
        properties[name] = properties[name].map((id) => renamed.get(String(id)) ?? id);
}

/** Points `#fragment` links at the ids there are; returns the links whose target is missing. */
export function settleFragments(tree: Root): Element[] {
  const all = elements(tree);
  const ids = new Set(all.map((node) => node.properties.id).filter((id) => typeof id === 'string'));
  return all.filter((node) => {
    const href = node.properties.href;
    if (!isElement(node, 'a') || typeof href !== 'string' || !/^#./.test(href) || href === '#top')
      return false;
    const wanted = decode(href.slice(1));
    const id = [wanted, prefix + wanted, anchorFor(wanted)].find((candidate) => ids.has(candidate));
    if (id) node.properties.href = `#${encodeURI(id)}`;
    return !id;
  });
}

/** Adds to each heading a link to itself, for the mouse: with a keyboard the contents list leads to the same place. */
export function linkHeadings(tree: Root): void {
  for (const node of headingsIn(tree)) {
    const href = `#${encodeURI(String(node.properties.id))}`;
    node.children.push(h('a', { className: ['anchor'], href, ariaHidden: 'true', tabIndex: -1 }));
  }
}

function headingsIn(tree: Root): Element[] {
  return elements(tree).filter((node) => /^h[1-6]$/.test(node.tagName) && !hasClass(node, 'sr-only'));
}

function dropTitle(tree: Root, title: string | undefined): void {
  const first = headingsIn(tree)[0];
  if (title === undefined || first?.tagName !== 'h1' || folded(plain(first)) !== folded(title)) return;
  rewrite(tree, (node) => (node === first ? [] : [node]));
}

function settleId(node: Element, slugger: GithubSlugger): string {
  const given = takeWrittenId(node) ?? String(node.properties.id ?? '').replace(prefix, '');
  const base = githubSlug(given || plain(node)) || 'section';
  if (reserved.has(base) && !(base in slugger.occurrences)) slugger.slug(base);
  return slugger.slug(base);
}

/** `## Install {#install}`, as VitePress, Docusaurus, kramdown and mdBook write a heading's own id. */
function takeWrittenId(node: Element): string | undefined {
  const last = node.children.at(-1);
  if (last?.type !== 'text') return undefined;
  const found = /\s*\{#([\w\p{L}-]{1,80})\}\s*$/u.exec(last.value);
  if (found) last.value = last.value.slice(0, found.index);
  return found?.[1];
}

const plain = (node: Element) => toString(node).replace(/\s+/g, ' ').trim();
const folded = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
