import type { Definition, Html, Image, Link, Node } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { timeFor, withinBounds } from './bounds.ts';

/** An address in a Markdown text: what it says, and where the part that says it stands. */
export interface Address {
  kind: 'link' | 'image';
  url: string;
  /** 1-based. */
  line: number;
  start: number;
  end: number;
  /** It stands alone, without words of its own: another address needs them. */
  isBare: boolean;
}

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

/** Every link and image of a text, code left out, in its order; none when it can't be read in time. */
export function addressesIn(source: string): Address[] {
  const tree = withinBounds(timeFor(source), () => parser.parse(source));
  const found: Address[] = [];
  if (!tree) return found;
  visit(tree, (node) => {
    if (node.type === 'link' || node.type === 'image') push(found, inline(node, source));
    else if (node.type === 'definition') push(found, definition(node, source));
    else if (node.type === 'html') found.push(...inHtml(node));
  });
  return found.sort((a, b) => a.start - b.start);
}

/** The text with other addresses where `change` gives one; null leaves it. */
export function withAddresses(
  source: string,
  addresses: Address[],
  change: (address: Address) => string | null,
): string {
  let text = '';
  let last = 0;
  for (const address of addresses) {
    const to = change(address);
    if (to === null || address.start < last) continue;
    text += source.slice(last, address.start) + (address.isBare ? `[${address.url}](${to})` : to);
    last = address.end;
  }
  return text + source.slice(last);
}

const push = (list: Address[], one: Address | null) => one && list.push(one);
const startOf = (node: Node) => node.position!.start.offset!;

function inline(node: Link | Image, source: string): Address | null {
  const kind = node.type;
  const { line } = node.position!.start;
  const [start, end] = [startOf(node), node.position!.end.offset!];
  const text = source.slice(start, end);
  if (text === node.url || text === `<${node.url}>`)
    return { kind: 'link', url: node.url, line, start, end, isBare: true };
  const after = node.type === 'link' ? (node.children.at(-1)?.position?.end.offset ?? start + 1) - start : 0;
  const found = /\]\(\s*(<[^>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)/.exec(text.slice(after));
  return (
    found && part({ kind, url: node.url, line }, start + after + found.index + found[0].length, found[1]!)
  );
}

function definition(node: Definition, source: string): Address | null {
  const start = startOf(node);
  const found = /^\[(?:[^\]\\]|\\.)*\]:\s*(<[^>\n]*>|\S+)/.exec(
    source.slice(start, node.position!.end.offset),
  );
  const { line } = node.position!.start;
  return found && part({ kind: 'link', url: node.url, line }, start + found[0].length, found[1]!);
}

function inHtml(node: Html): Address[] {
  const base = startOf(node);
  return Array.from(node.value.matchAll(/\b(href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi), (match) => {
    const written = match[2] ?? match[3] ?? '';
    const line = node.position!.start.line + node.value.slice(0, match.index).split('\n').length - 1;
    const kind = match[1]!.toLowerCase() === 'src' ? ('image' as const) : ('link' as const);
    const end = base + match.index + match[0].length - 1;
    return {
      kind,
      url: written.replaceAll('&amp;', '&'),
      line,
      start: end - written.length,
      end,
      isBare: false,
    };
  });
}

function part(address: Pick<Address, 'kind' | 'url' | 'line'>, end: number, written: string): Address {
  return { ...address, start: end - written.length, end, isBare: false };
}
