import { toString } from 'mdast-util-to-string';
import { timeFor, withinBounds } from './bounds.ts';
import { parseMarkdown } from './parse.ts';

/** The text of the first heading near the start of a Markdown body, or null. */
export function findTitle(body: string): string | null {
  const start = body.slice(0, 8 * 1024);
  const tree = withinBounds(timeFor(start), () => parseMarkdown(start));
  const heading = tree?.children.find((node) => node.type === 'heading');
  const html = tree?.children.find((node) => node.type === 'html' && /<h1[\s>]/i.test(node.value));
  const title =
    heading && before(heading, html) ? textOf(toString(heading)) : html && fromHtml(toString(html));
  return title || (heading && textOf(toString(heading))) || null;
}

/** A file's name as a title: `getting-started.md` → "Getting started"; an index file is named after its folder. */
export function titleFromPath(path: string): string {
  const parts = path.replace(/\\/g, '/').split('/').filter(Boolean);
  const name = (parts.at(-1) ?? '').replace(/\.(md|mdx|markdown|mdown|mkd)$/i, '');
  const isIndex = /^(index|readme|_index)$/i.test(name) && parts.length > 1;
  const words = (isIndex ? parts.at(-2)! : name)
    .replace(/^\d+[-_. ]+(?=\S)/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  const title = words || name || 'Untitled';
  return title.charAt(0).toUpperCase() + title.slice(1);
}

type Placed = { position?: { start: { offset?: number } } };
const before = (a: Placed, b: Placed | undefined) => !b || offset(a) < offset(b);
const offset = (node: Placed) => node.position?.start.offset ?? 0;
const textOf = (text: string) =>
  text
    .replace(/\s*\{#[\w-]+\}\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
const fromHtml = (html: string) =>
  textOf((/<h1[^>]*>([\s\S]*?)<\/h1>/i.exec(html)?.[1] ?? '').replace(/<[^>]*>/g, ''));
