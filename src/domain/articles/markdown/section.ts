import type { Heading, Root, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { partOf } from './parts.ts';
import { maxSource, timeFor, withinBounds } from './bounds.ts';

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).freeze();

/**
 * The Markdown below a heading of an article, without the heading; with an empty one, what stands before the first
 * heading. The whole text where there is no such part. Comments and the fences of callouts are left out, and links into
 * the content folder keep only their words: it is to be put into a message.
 */
export function sectionSource(source: string, heading: string): string {
  const tree =
    source.length > maxSource ? null : withinBounds(timeFor(source), () => parser.parse(source) as Root);
  const part = tree && (below(tree.children, source, heading) || inDirective(source, heading));
  return forMessage(part || source);
}

/** What stands in `:::solution` … `:::` of the same part. */
function inDirective(source: string, heading: string): string {
  const wanted = partOf(heading);
  const blocks = source.matchAll(/^:{3,}[ \t]*(\w+)[^\n]*\n([\s\S]*?)\n:{3,}[ \t]*$/gm);
  return (wanted && [...blocks].find(([, name]) => partOf(name!) === wanted)?.[2]) ?? '';
}

function below(children: RootContent[], source: string, heading: string): string {
  const isHeading = (node: RootContent): node is Heading => node.type === 'heading';
  const at = heading
    ? children.findIndex((node) => isHeading(node) && folded(toString(node)) === folded(heading))
    : -1;
  if (heading && at < 0) return '';
  const level = heading ? (children[at] as Heading).depth : 6;
  const rest = children.slice(at + 1);
  const end = rest.findIndex((node) => isHeading(node) && node.depth <= level);
  const part = end < 0 ? rest : rest.slice(0, end);
  return source.slice(part[0]?.position?.start.offset, part.at(-1)?.position?.end.offset ?? 0);
}

const forMessage = (markdown: string): string =>
  markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^:::.*$/gm, '')
    .replace(/(?<!!)\[([^\]]*)\]\((?![a-z][a-z\d+.-]*:|\/)[^)]*\)/gi, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const folded = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
