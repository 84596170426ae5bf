import type { Element, Root, RootContent } from 'hast';
import rehypeRaw from 'rehype-raw';
import { unified } from 'unified';

const processor = unified().use(rehypeRaw).freeze();
const hidden = new Set(
  'script style title head template noscript iframe object svg math select textarea'.split(' '),
);
const blocks = new Set(
  'address article aside center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** HTML beyond this is not read for its text, in UTF-16 units. */
const maxLength = 1_000_000;

/** The tree of any HTML, as a browser reads it. */
export const parseHtml = (html: string): Root =>
  processor.runSync({ type: 'root', children: [{ type: 'raw', value: html }] } as Root) as Root;

/** HTML as plain text for reading: paragraphs, lists and links stay, quotes begin with "> ". */
export function htmlToText(html: string): string {
  const text = textOf(parseHtml(html.slice(0, maxLength)).children, { isPre: false });
  return text
    .replaceAll('\u00a0', ' ')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

interface Where {
  isPre: boolean;
}

function textOf(nodes: readonly RootContent[], where: Where): string {
  let out = '';
  for (const node of nodes) {
    if (node.type === 'text')
      out = join(out, where.isPre ? node.value : node.value.replace(/[ \t\r\n\f]+/g, ' '));
    else if (node.type === 'element') out = join(out, elementText(node, where));
  }
  return out;
}

/** No blank at the beginning of a line, and never more than an empty line between two blocks. */
function join(before: string, next: string): string {
  if (next.startsWith('\n')) {
    const ends = /\n*$/.exec(before)![0].length;
    const wanted = Math.max(ends, /^\n+/.exec(next)![0].length);
    const head = before.slice(0, before.length - ends).replace(/ $/, '');
    return head === '' ? next.replace(/^\n+/, '') : head + '\n'.repeat(wanted) + next.replace(/^\n+/, '');
  }
  return /(^|[\s])$/.test(before) ? before + next.replace(/^ /, '') : before + next;
}

function elementText(node: Element, where: Where): string {
  const { tagName } = node;
  if (hidden.has(tagName) || isInvisible(node)) return '';
  if (tagName === 'br') return '\n';
  if (tagName === 'hr') return '\n----------\n';
  if (tagName === 'img') return typeof node.properties.alt === 'string' ? node.properties.alt.trim() : '';
  const text = textOf(node.children as RootContent[], { isPre: where.isPre || tagName === 'pre' });
  if (tagName === 'a') return linkText(text, node.properties.href);
  if (tagName === 'blockquote') return quoted(text);
  if (tagName === 'li') return `\n- ${text.trim()}\n`;
  if (tagName === 'td' || tagName === 'th') return `${text} `;
  if (tagName === 'p' || /^h[1-6]$/.test(tagName))
    return text.trim() === '' ? '\n' : `\n\n${text.trim()}\n\n`;
  return blocks.has(tagName) ? `\n${text}\n` : text;
}

const isInvisible = ({ properties }: Element): boolean =>
  properties.hidden === true || /display\s*:\s*none/i.test(String(properties.style ?? ''));

function linkText(text: string, href: unknown): string {
  const to = typeof href === 'string' ? href.trim() : '';
  const name = text.trim();
  if (!/^https?:\/\//i.test(to) || name.includes(to.replace(/^https?:\/\/|\/$/gi, ''))) return text;
  return name === '' ? text : `${text.trimEnd()} <${to}>`;
}

const quoted = (text: string): string =>
  `\n\n${text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')}\n\n`;
