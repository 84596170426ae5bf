import type { Element, ElementContent, Root } from 'hast';
import { toString } from 'hast-util-to-string';
import { elements, h, isElement, lineOf, rewrite } from './hast.ts';

export interface ResolvedImage {
  src: string;
  /** Natural size in pixels, so that the page doesn't jump when it arrives. */
  width?: number;
  height?: number;
}
/** The address a link should have here. */
export interface ResolvedLink {
  href: string;
  /** The file it downloads, if it is one, and what that is, as "PDF, 240 kB". */
  file?: { name: string; facts: string };
}
/** A file is there, but of a kind or size that is not served. */
export type RefusedFile = 'refused';
type Maybe<T> = T | null | undefined | Promise<T | null | undefined>;
/** The address a link should have here; undefined leaves it, null means it leads nowhere. */
export type ResolveLink = (href: string) => Maybe<ResolvedLink | RefusedFile>;
/** Where an image is served from; undefined leaves it, null means there is no such image. */
export type ResolveImage = (src: string) => Maybe<ResolvedImage>;

export interface Link {
  /** The address as rendered. */
  href: string;
  /** The address as written. */
  written: string;
  line: number;
}
export interface Image {
  src: string;
  written: string;
  alt: string;
  line: number;
}
export interface Broken {
  kind: 'link' | 'image' | 'file';
  written: string;
  line: number;
}
/** The title that says of an image without words that it needs none: `![](line.png "decorative")`. */
export const decorative = 'decorative';

export interface SettledLinks {
  links: Link[];
  images: Image[];
  broken: Broken[];
  /** What a reader who can't see it gets no word of: images without a description, links to files without words. */
  unnamed: Broken[];
}

/** What stands behind the addresses of a text, by the address as written. */
export interface Resolved {
  links: Map<string, ResolvedLink | RefusedFile | null>;
  images: Map<string, ResolvedImage | null>;
}

/** Asks the resolvers once for each address in the tree. */
export async function resolveAddresses(
  tree: Root,
  resolve: { link?: ResolveLink; image?: ResolveImage },
): Promise<Resolved> {
  const all = elements(tree);
  const hrefs = all.filter((node) => isElement(node, 'a')).map((node) => node.properties.href);
  const sources = all.filter((node) => isElement(node, 'img')).map((node) => node.properties.src);
  return {
    links: await answers(hrefs, resolve.link, (href) => !/^(#|mailto:|tel:)/i.test(href)),
    images: await answers(sources, resolve.image, () => true),
  };
}

/** Writes the resolved addresses into the tree; broken links leave their text, broken images their description. */
export function settleLinks(tree: Root, resolved: Resolved): SettledLinks {
  const settled: SettledLinks = { links: [], images: [], broken: [], unnamed: [] };
  rewrite(tree, (node, parents) => {
    if (isElement(node, 'a')) return settleLink(node, resolved.links, settled);
    if (isElement(node, 'img')) return settleImage(node, resolved.images, settled, parents.includes('a'));
    return [node];
  });
  return settled;
}

async function answers<T>(
  addresses: unknown[],
  resolve: ((address: string) => Maybe<T>) | undefined,
  wanted: (address: string) => boolean,
): Promise<Map<string, T | null>> {
  const found = new Map<string, T | null>();
  if (!resolve) return found;
  const unique = new Set(addresses.filter((one): one is string => typeof one === 'string' && wanted(one)));
  for (const address of unique) {
    const answer = await resolve(address);
    if (answer !== undefined) found.set(address, answer);
  }
  return found;
}

function settleLink(node: Element, resolved: Resolved['links'], settled: SettledLinks): ElementContent[] {
  const written = node.properties.href;
  const { name, ...properties } = node.properties;
  if (typeof name === 'string') properties.id ??= name;
  if (typeof written !== 'string') return unlinked(node, properties.id);
  const found: ResolvedLink | RefusedFile | null = resolved.has(written)
    ? resolved.get(written)!
    : { href: written };
  if (found === null || found === 'refused' || !isSafe(found.href)) {
    settled.broken.push({ kind: found === 'refused' ? 'file' : 'link', written, line: lineOf(node) });
    return unlinked(node, properties.id);
  }
  const { href, file } = found;
  if (file && !saysWhatItIs(node, written, file.name))
    settled.unnamed.push({ kind: 'file', written, line: lineOf(node) });
  if (!href.startsWith('#')) settled.links.push({ href, written, line: lineOf(node) });
  const rel = isExternal(href) ? { rel: ['noopener', 'noreferrer'] } : {};
  const children = file ? [...node.children, factsOf(node, file)] : node.children;
  return [{ ...node, children, properties: { ...properties, href, ...rel } }];
}

function settleImage(
  node: Element,
  resolved: Map<string, ResolvedImage | null>,
  settled: SettledLinks,
  inLink: boolean,
): ElementContent[] {
  const written = String(node.properties.src ?? '');
  const alt = String(node.properties.alt ?? '');
  const { title, ...rest } = node.properties;
  const isDecorative = title === decorative;
  if (!alt.trim() && !isDecorative) settled.unnamed.push({ kind: 'image', written, line: lineOf(node) });
  const found = resolved.has(written) ? resolved.get(written) : { src: written };
  if (!found || !found.src || !isSafe(found.src)) {
    if (written) settled.broken.push({ kind: 'image', written, line: lineOf(node) });
    return textOf(alt);
  }
  if (isExternal(found.src)) return imageLink(node, found.src, alt, settled, inLink);
  settled.images.push({ src: found.src, written, alt, line: lineOf(node) });
  const said = isDecorative ? { alt: '' } : { alt, ...(title === undefined ? {} : { title }) };
  const size = sizeOf(node, found);
  const properties = { ...rest, src: found.src, ...said, ...size, loading: 'lazy', decoding: 'async' };
  return [{ ...node, properties }];
}

/** No page asks a third party for anything unasked, so an image elsewhere becomes a link to it. */
function imageLink(
  node: Element,
  src: string,
  alt: string,
  settled: SettledLinks,
  inLink: boolean,
): ElementContent[] {
  if (inLink) return textOf(alt || src);
  settled.links.push({ href: src, written: src, line: lineOf(node) });
  return [h('a', { href: src, rel: ['noopener', 'noreferrer'] }, textOf(alt || src))];
}

function sizeOf(node: Element, { width, height }: ResolvedImage): Element['properties'] {
  if (!width || !height) return {};
  const wanted = Number(node.properties.width) || (Number(node.properties.height) * width) / height || width;
  return { width: Math.round(wanted), height: Math.round((wanted * height) / width) };
}

function unlinked(node: Element, id: unknown): ElementContent[] {
  return typeof id === 'string' ? [h('span', { id }, node.children)] : node.children;
}

/** Words, or an image with words, that are more than the file's name or an address. */
function saysWhatItIs(node: Element, written: string, name: string): boolean {
  const text = toString(node).trim();
  if (!text) return elements(node).some((one) => isElement(one, 'img') && one.properties.alt);
  return (
    text !== written && text !== name && !/^([a-z][\w+.-]*:\/\/|\/|www\.)?\S+\.[a-z0-9]{1,5}$/i.test(text)
  );
}

const factsClass = 'file-facts';

/** Behind a link to a file stands its name, for the search, until `sayFileFacts` says what it is. */
const factsOf = (node: Element, { name, facts }: NonNullable<ResolvedLink['file']>): Element => ({
  ...h('span', { className: [factsClass] }, [
    { type: 'text', value: toString(node).includes(name) ? '' : ` (${name})` },
  ]),
  data: { facts } as Element['data'] & { facts: string },
});

/** Say of each link to a file what readers get, as "(PDF, 240 kB)". */
export function sayFileFacts(tree: Root): void {
  for (const node of elements(tree)) {
    const { facts } = (node.data ?? {}) as { facts?: string };
    if (facts) node.children = [{ type: 'text', value: ` (${facts})` }];
  }
}

const textOf = (value: string): ElementContent[] => (value ? [{ type: 'text', value }] : []);
const isExternal = (url: string) => /^(https?:)?[\\/]{2}/i.test(url.trim());
const isSafe = (url: string) => /^(https?:|mailto:|tel:)/i.test(url) || !/^[^/?#]*:/.test(url);
