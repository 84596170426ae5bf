import type { Root as HastRoot } from 'hast';
import { toString } from 'hast-util-to-string';
import type { Heading, Root, RootContent } from 'mdast';
import { toString as toText } from 'mdast-util-to-string';
import { locales, translator, type Locale } from '#src/i18n/index.ts';
import { elements } from './hast.ts';

/** What an answer may be made of, each optional: a heading of that name, or `:::problem` … `:::`. */
export const parts = ['problem', 'environment', 'solution', 'cause'] as const;
export type Part = (typeof parts)[number];

/** The part a name means, in any language of the portal: `Soluzione` is a solution in an English text, too. */
export const partOf = (name: string): Part | undefined => names.get(name.trim().toLowerCase());

const names = new Map<string, Part>(
  parts.flatMap((part) => [
    [part, part] as const,
    ...locales.map((locale) => [translator(locale)(`editor.draft.${part}`).toLowerCase(), part] as const),
  ]),
);

/**
 * `:::solution` at the top of the text is the heading with what it holds below. A section that nobody filled in is not
 * shown: drafts begin with them, each with a comment that says what belongs there.
 */
export function renderParts(tree: Root, locale: Locale): void {
  tree.children = withoutEmptySections(unfolded(tree.children, locale));
}

function unfolded(nodes: RootContent[], locale: Locale): RootContent[] {
  return nodes.flatMap((node) => {
    const part = node.type === 'containerDirective' ? partOf(node.name) : undefined;
    if (node.type !== 'containerDirective' || !part) return [node];
    const [first, ...rest] = node.children;
    const label = first?.type === 'paragraph' && first.data?.directiveLabel ? first : undefined;
    const heading: Heading = {
      type: 'heading',
      depth: 2,
      children: label?.children ?? [{ type: 'text', value: translator(locale)(`editor.draft.${part}`) }],
    };
    return [heading, ...(label ? rest : node.children)] as RootContent[];
  });
}

function withoutEmptySections(nodes: RootContent[]): RootContent[] {
  return nodes.filter((node, at) => {
    if (node.type !== 'heading' || node.depth > 2) return true;
    const rest = nodes.slice(at + 1);
    const end = rest.findIndex((other) => other.type === 'heading' && other.depth <= node.depth);
    const below = end < 0 ? rest : rest.slice(0, end);
    // A heading of another name with nothing at all below may be meant as it is.
    return !below.every(isComment) || (below.length === 0 && !partOf(toText(node)));
  });
}

const isComment = (node: RootContent): boolean =>
  node.type === 'html' && node.value.replace(/<!--[^]*?-->/g, '').trim() === '';

/** Lets pages show the parts of an answer apart. */
export function markParts(tree: HastRoot): void {
  for (const node of elements(tree)) {
    const part = node.tagName === 'h2' ? partOf(toString(node)) : undefined;
    if (part) node.properties.className = ['part', `part-${part}`];
  }
}
