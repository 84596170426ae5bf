import type { Blockquote, Paragraph, Root } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { SKIP, visit } from 'unist-util-visit';
import { translator, type Locale } from '#src/i18n/index.ts';
import { partOf } from './parts.ts';

const kinds = ['note', 'tip', 'important', 'warning', 'caution', 'danger'] as const;
type Kind = (typeof kinds)[number];

/** Names other documentation tools use for the same six. */
const aliases: Record<string, Kind> = { info: 'note', hint: 'tip', success: 'tip', error: 'danger' };

const kindOf = (name: string): Kind | undefined =>
  kinds.find((kind) => kind === name.toLowerCase()) ?? aliases[name.toLowerCase()];

/** Whether `:::name` is a callout (`details` folds away), or a part of an answer. */
export const isCallout = (name: string) =>
  name.toLowerCase() === 'details' || kindOf(name) !== undefined || partOf(name) !== undefined;

const opening = /^([ >]*)(:{3,})[ \t]*([A-Za-z]+)([ \t]*)(.*)$/;
const fence = /^[ >\t]*(`{3,}|~{3,})/;

/** `::: tip Title` and `:::tip Title`, as VitePress and Docusaurus write them, become `:::tip[Title]`; lines stay. */
export function normaliseCallouts(source: string): string {
  if (!source.includes(':::')) return source;
  let open = '';
  const lines = source.split('\n').map((line) => {
    const mark = fence.exec(line)?.[1];
    if (open) {
      if (mark?.startsWith(open)) open = '';
      return line;
    }
    if (mark) open = mark;
    return mark ? line : normaliseLine(line);
  });
  return lines.join('\n');
}

function normaliseLine(line: string): string {
  const found = opening.exec(line);
  if (!found || !isCallout(found[3]!)) return line;
  const [, indent, colons, name, space, rest = ''] = found;
  if (rest && !space && !/^[[{]/.test(rest)) return line;
  const title = rest.trim();
  const label = !title || /^[[{]/.test(title) ? title : `[${title.replace(/(?<!\\)[[\]]/g, '\\$&')}]`;
  return `${indent}${colons}${name}${label}`;
}

/** Turns callout directives and GitHub's `> [!NOTE]` alerts into titled boxes, in place. */
export function renderCallouts(tree: Root, locale: Locale): void {
  visit(tree, (node) => {
    if (node.type === 'containerDirective') renderDirective(node, locale);
    if (node.type === 'blockquote') renderAlert(node, locale);
  });
}

function renderDirective(node: ContainerDirective, locale: Locale): void {
  const label = node.children[0]?.type === 'paragraph' && node.children[0].data?.directiveLabel;
  const title = label ? (node.children.shift() as Paragraph) : undefined;
  if (node.name.toLowerCase() === 'details') return renderDetails(node, title, locale);
  const kind = kindOf(node.name);
  if (!kind) return;
  node.data = boxData(kind);
  node.children.unshift(titleOf(kind, locale, title));
}

function renderDetails(node: ContainerDirective, title: Paragraph | undefined, locale: Locale): void {
  const text = translator(locale)('markdown.callout.details');
  const summary = title ?? paragraph(text);
  node.data = { hName: 'details' };
  node.children.unshift({ ...summary, data: { hName: 'summary' } });
}

const marker = /^\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)/i;

function renderAlert(node: Blockquote, locale: Locale): typeof SKIP | void {
  const first = node.children[0];
  const text = first?.type === 'paragraph' ? first.children[0] : undefined;
  if (first?.type !== 'paragraph' || text?.type !== 'text') return;
  const kind = kindOf(marker.exec(text.value)?.[1] ?? '');
  if (!kind || (!/\n/.test(text.value) && first.children.length > 1 && first.children[1]?.type !== 'break'))
    return;
  text.value = text.value.replace(marker, '');
  if (!text.value) first.children.shift();
  if (first.children[0]?.type === 'break') first.children.shift();
  if (first.children.length === 0) node.children.shift();
  node.data = boxData(kind);
  node.children.unshift(titleOf(kind, locale));
}

function boxData(kind: Kind) {
  return { hName: 'div', hProperties: { className: ['callout', `callout-${kind}`], role: 'note' } };
}

function titleOf(kind: Kind, locale: Locale, given?: Paragraph): Paragraph {
  const title = given ?? paragraph(translator(locale)(`markdown.callout.${kind}`));
  return { ...title, data: { hProperties: { className: ['callout-title'] } } };
}

const paragraph = (value: string): Paragraph => ({ type: 'paragraph', children: [{ type: 'text', value }] });
