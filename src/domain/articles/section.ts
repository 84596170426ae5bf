/**
 * The part of an article's HTML that begins at an anchored heading and ends before the next heading of its level or
 * above; without an anchor, what stands before the first heading, or everything when that is nothing. The HTML is the
 * renderer's own (safe, well-formed); a cut that would leave a tag open gives the whole article instead.
 */
export function sectionOf(html: string, anchor: string | null): string {
  const headings = [...html.matchAll(/<h([1-6])\b[^>]*>/g)];
  const at = anchor === null ? -1 : headings.findIndex((heading) => idOf(heading[0]) === anchor);
  if (anchor !== null && at < 0) return html;
  const level = Number(headings[at]?.[1] ?? 6);
  const next = headings.slice(at + 1).find((heading) => Number(heading[1]) <= level);
  const part = html.slice(headings[at]?.index ?? 0, next?.index).trim();
  return part !== '' && isBalanced(part) ? part : html;
}

/** Several articles on one page: their headings' ids would meet. */
export const withoutIds = (html: string): string => html.replace(/(<[a-z][^>]*?) id="[^"]*"/gi, '$1');

const idOf = (tag: string) => / id="([^"]*)"/.exec(tag)?.[1];
const empty = new Set(['br', 'hr', 'img', 'input', 'source', 'col', 'wbr', 'area']);

function isBalanced(html: string): boolean {
  const open: string[] = [];
  for (const [tag, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)\b[^>]*>/gi)) {
    if (empty.has(name.toLowerCase()) || tag.endsWith('/>')) continue;
    if (slash && open.pop() !== name) return false;
    if (!slash) open.push(name);
  }
  return open.length === 0;
}
