import type { Element, ElementContent, Root as HastRoot } from 'hast';
import type { Nodes } from 'mdast';
import rehypeRaw from 'rehype-raw';
import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { h, isElement, rewrite } from '#src/domain/articles/markdown/hast.ts';
import { parseMarkdown } from '#src/domain/articles/markdown/parse.ts';
import { sanitise } from '#src/domain/articles/markdown/sanitise.ts';
import { button, choice, elementStyles, innerParagraph } from './style.ts';

/** Why a template can't be used: the code is a text of `errors.fields`. */
export interface TemplateProblem {
  at: 'subject' | 'body';
  code: 'unknown_field' | 'missing_field' | 'bad_braces' | 'field_as_link' | 'required' | 'too_long';
  field?: string;
}

/** A top-level piece of a template (a paragraph, a list): when one of its fields has no value it is left out. */
interface Block {
  text: string;
  html: string;
  fields: readonly string[];
}

export interface Template {
  subject: string;
  blocks: readonly Block[];
}

export const templateLimits = { subject: 200, body: 10_000 } as const;

const place = /\{\{\s*([a-z_]+(?:\.[a-z_]+)*)\s*\}\}/g;
/** Stands for a field while Markdown is read: letters and digits mean nothing there, not even in a link's target. */
const markOf = (index: number) => `xfield${index}x`;
const mark = /xfield(\d+)x/g;

/** Everything that is wrong with a template for a kind that knows these fields. */
export function checkTemplate(
  { subject, body }: { subject: string; body: string },
  { fields, required }: { fields: readonly string[]; required: readonly string[] },
): TemplateProblem[] {
  const missing = required.filter((field) => !namesIn(body).includes(field));
  return [
    ...checkText('subject', subject, fields),
    ...checkText('body', body, fields),
    ...missing.map((field) => ({ at: 'body', code: 'missing_field', field }) as const),
    ...linkProblems(body),
  ];
}

function checkText(at: 'subject' | 'body', text: string, fields: readonly string[]): TemplateProblem[] {
  if (text.trim() === '') return [{ at, code: 'required' }];
  if (text.length > templateLimits[at]) return [{ at, code: 'too_long' }];
  const unknown = namesIn(text).filter((name) => !fields.includes(name));
  const problems: TemplateProblem[] = unknown.map((field) => ({ at, code: 'unknown_field', field }));
  const hasLooseBraces = /\{\{|\}\}/.test(text.replace(place, ''));
  return hasLooseBraces ? [...problems, { at, code: 'bad_braces' }] : problems;
}

/** Only our own addresses may be a link's target: what a stranger wrote there could be anything. */
function linkProblems(body: string): TemplateProblem[] {
  const { text, names } = marked(body);
  const found: TemplateProblem[] = [];
  visit(parseMarkdown(text), (node: Nodes) => {
    const url = 'url' in node ? node.url : '';
    for (const [, index] of url.matchAll(mark))
      if (!isUrlField(names[Number(index)]!))
        found.push({ at: 'body', code: 'field_as_link', field: names[Number(index)]! });
  });
  return found;
}

const known = new Map<string, Template>();
const mostKnown = 500;

/** Read a template once; the same text again costs nothing. It must have passed `checkTemplate`. */
export function compileTemplate(source: { subject: string; body: string }): Template {
  const key = `${source.subject}\n${source.body}`;
  const found = known.get(key);
  if (found) return found;
  const template = { subject: source.subject, blocks: blocksOf(source.body) };
  if (known.size >= mostKnown) known.clear();
  known.set(key, template);
  return template;
}

function blocksOf(body: string): Block[] {
  const { text, names } = marked(body);
  const tree = parseMarkdown(text);
  return tree.children.map((node) => {
    const source = text.slice(node.position!.start.offset, node.position!.end.offset);
    const html = htmlOf({ type: 'root', children: [node] }).replace(
      mark,
      (_, i) => `{{${names[Number(i)]}}}`,
    );
    const plain = plainOf(source).replace(mark, (_, i) => `{{${names[Number(i)]}}}`);
    return { text: plain, html, fields: namesIn(plain) };
  });
}

/** The filled mail: one line of subject, the plain text, and the HTML of its body. */
export function fillTemplate(
  template: Template,
  fields: Readonly<Record<string, string>>,
  html: Readonly<Record<string, string>> = {},
): { subject: string; text: string; html: string } {
  const blocks = template.blocks.filter((block) => block.fields.every((name) => fields[name]));
  return {
    subject: tidy(template.subject.replace(place, (_, name: string) => fields[name] ?? '')),
    text: blocks.map(({ text }) => text.replace(place, (_, name: string) => fields[name]!)).join('\n\n'),
    html: blocks.map((block) => fillHtml(block.html, fields, html)).join('\n'),
  };
}

function fillHtml(
  source: string,
  fields: Readonly<Record<string, string>>,
  html: Readonly<Record<string, string>>,
) {
  const rich = source.replace(/<p[^>]*>\{\{([a-z_.]+)\}\}<\/p>/g, (whole, name: string) =>
    name in html ? html[name]! : whole,
  );
  return rich.replace(place, (_, name: string) => escapeHtml(fields[name]!).replaceAll('\n', '<br>'));
}

/** A subject is one line, and what an empty field leaves behind at its rim goes with it. */
const tidy = (subject: string) =>
  subject
    .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .replace(/^[\s:–—-]+|[\s:–—-]+$/g, '')
    .trim();

/** Plain text of a piece of Markdown: links show where they lead, emphasis loses its asterisks. */
const plainOf = (source: string) =>
  source
    .replace(/^\[([^\]]*)\]\(([^)\s]*)\)$/, (_, label: string, url: string) =>
      label === url ? url : `${label}: ${url}`,
    )
    .replace(/ · (?=\[)/g, '\n')
    .replace(/\[([^\]]*)\]\(([^)\s]*)\)/g, (_, label: string, url: string) =>
      label === url ? url : `${label} <${url}>`,
    )
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/^#{1,6} /gm, '')
    .replace(/\\$/gm, '');

const toHtml = unified()
  .use(remarkRehype)
  .use(() => sanitise)
  .use(
    () => (tree: HastRoot) => rewrite(tree, (node, parents) => [withButtons(node) ?? styled(node, parents)]),
  )
  .use(rehypeStringify)
  .freeze();
const restyle = unified()
  .use(rehypeRaw)
  .use(() => (tree: HastRoot) => rewrite(tree, (node, parents) => [styled(node, parents)]))
  .use(rehypeStringify)
  .freeze();

const htmlOf = (tree: Parameters<typeof toHtml.runSync>[0]) =>
  toHtml.stringify(toHtml.runSync(tree) as HastRoot);

/** The portal's safe HTML as mail needs it: absolute addresses, looks in `style` attributes, no classes. */
export function mailHtml(html: string, publicUrl: string): string {
  const tree = { type: 'root', children: [{ type: 'raw', value: html }] } as unknown as HastRoot;
  return restyle
    .stringify(restyle.runSync(tree) as HastRoot)
    .replace(/ (href|src)="\/(?!\/)/g, ` $1="${escapeHtml(publicUrl)}/`);
}

/** A paragraph of a template that is nothing but links, with dots between, becomes buttons. */
function withButtons(node: Element): Element | null {
  const links = node.children.filter((child): child is Element => isElement(child, 'a'));
  const isOnlyLinks = node.children.every((child) => isElement(child, 'a') || isBetween(child));
  if (node.tagName !== 'p' || links.length === 0 || !isOnlyLinks) return null;
  const look = links.length === 1 ? { className: ['button'], style: button } : { style: choice };
  const buttons = links.map(({ properties, children }) =>
    h('a', { href: properties.href, ...look }, children),
  );
  return h('p', { style: elementStyles.p }, buttons);
}

const isBetween = (node: ElementContent) => node.type === 'text' && /^[\s·|]*$/.test(node.value);

function styled(node: Element, parents: readonly string[]): Element {
  const { className: _, id: __, ...properties } = node.properties;
  const isInner = node.tagName === 'p' && /^(blockquote|li)$/.test(parents.at(-1) ?? '');
  const style = isInner ? innerParagraph : elementStyles[node.tagName];
  return { ...node, properties: style ? { ...properties, style } : properties };
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const isUrlField = (name: string) => name.endsWith('.url');
const namesIn = (text: string): string[] => [...new Set([...text.matchAll(place)].map((match) => match[1]!))];

/** An address that stands in the text becomes a link to itself. */
function marked(body: string): { text: string; names: string[] } {
  const names: string[] = [];
  const text = body.replace(place, (whole, name: string, at: number) => {
    const token = markOf(names.push(name) - 1);
    const isInLink = body.slice(0, at).endsWith('](') || body.startsWith(']', at + whole.length);
    return isUrlField(name) && !isInLink ? `[${token}](${token})` : token;
  });
  return { text, names };
}
