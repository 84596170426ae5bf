import type { Element, ElementContent, Root, RootContent } from 'hast';
import { toString } from 'hast-util-to-string';
import { hasClass, isElement } from './hast.ts';
import type { Heading } from './headings.ts';

/** A heading and the text under it, up to the next heading of any level. The first may have neither. */
export interface Section {
  heading: string;
  /** The heading's id, '' before the first heading. */
  anchor: string;
  text: string;
  /** Where code blocks stand in the text, as [start, end) in UTF-16 units; absent without any. */
  code?: [number, number][];
}

type Reading = Section & { blocks: string[] };

const inline = new Set(
  'a abbr b bdi cite code del dfn em i ins kbd mark q s samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/** The text of a rendered article, cut at its headings. */
export function sectionsOf(tree: Root, headings: Heading[]): Section[] {
  const byId = new Map(headings.map((heading) => [heading.id, heading]));
  const sections: Reading[] = [{ heading: '', anchor: '', text: '', blocks: [] }];
  const say = (text: string) => (sections.at(-1)!.text += text);
  const read = (node: RootContent): void => {
    if (node.type === 'text') say(node.value);
    if (node.type !== 'element' || isSkipped(node)) return;
    const heading = /^h[1-6]$/.test(node.tagName) && byId.get(String(node.properties.id));
    if (heading)
      return void sections.push({ heading: heading.text, anchor: heading.id, text: '', blocks: [] });
    const [before, after] = spaceAround(node);
    say(before);
    if (node.tagName === 'img') say(String(node.properties.alt ?? ''));
    (node.tagName === 'tr' ? node.children.filter((child) => isElement(child)) : node.children).forEach(read);
    say(after);
    if (node.tagName === 'pre') sections.at(-1)!.blocks.push(toString(node));
  };
  tree.children.forEach(read);
  return sections.map(finished).filter((section) => section.heading || section.text);
}

function finished({ heading, anchor, text: raw, blocks }: Reading): Section {
  const text = tidy(raw);
  const code: [number, number][] = [];
  let from = 0;
  for (const block of blocks.map(tidy).filter(Boolean)) {
    const start = text.indexOf(block, from);
    if (start < 0) continue;
    from = start + block.length;
    code.push([start, from]);
  }
  return { heading, anchor, text, ...(code.length > 0 && { code }) };
}

function spaceAround({ tagName }: Element): [string, string] {
  if (inline.has(tagName)) return ['', ''];
  if (tagName === 'img') return [' ', ' '];
  return tagName === 'td' || tagName === 'th' ? ['', ' '] : ['\n', '\n'];
}

/** Headings and text of all sections, as the search reads it. */
export function plainText(sections: Section[]): string {
  return sections.flatMap(({ heading, text }) => [heading, text].filter(Boolean)).join('\n\n');
}

/** The first paragraph, or the first text there is, in at most `limit` characters, cut at a word. */
export function summaryOf(tree: Root, sections: Section[], limit = 200): string {
  const text = firstParagraph(tree.children) ?? sections.find((section) => section.text)?.text ?? '';
  return shorten(text.replace(/\s+/g, ' ').trim(), limit);
}

function firstParagraph(nodes: Root['children']): string | undefined {
  for (const node of nodes) {
    if (!isElement(node as ElementContent, 'p', 'div', 'section', 'center')) continue;
    const element = node as Element;
    if (hasClass(element, 'callout')) continue;
    const text = element.tagName === 'p' ? proseOf(element) : firstParagraph(element.children);
    if (text) return text;
  }
  return undefined;
}

/** The text of a paragraph; none for a row of badges or a lone link. */
function proseOf(paragraph: Element): string | undefined {
  const own = paragraph.children.filter((child) => !isElement(child, 'a', 'img'));
  const says = own.some((child) => /[\p{L}\p{N}]{2}/u.test(toString(child)));
  return says ? toString(paragraph).trim() : undefined;
}

function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  const space = cut.lastIndexOf(' ');
  const kept = space > limit / 2 ? cut.slice(0, space) : cut.replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.replace(/[\s,;:.–—-]+$/, '')}…`;
}

const isSkipped = (node: Element) =>
  'dataFootnoteBackref' in node.properties ||
  'dataFootnoteRef' in node.properties ||
  hasClass(node, 'task-box') ||
  hasClass(node, 'sr-only');

const tidy = (text: string) =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
