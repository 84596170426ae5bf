import type { Element, Root } from 'hast';
import type { Root as Markdown } from 'mdast';
import { visit } from 'unist-util-visit';
import { toString } from 'hast-util-to-string';
import { translator, type Locale } from '#src/i18n/index.ts';
import { elements, h, isElement, rewrite } from './hast.ts';

/** Lines of rows with more cells than their table has columns: GFM shows none of those. */
export function overfullRows(tree: Markdown): number[] {
  const lines: number[] = [];
  visit(tree, 'table', ({ children: [head, ...rows] }) => {
    const columns = head?.children.length ?? 0;
    for (const row of rows) if (row.children.length > columns) lines.push(row.position?.start.line ?? 1);
  });
  return lines;
}

/** Puts each table in a box that scrolls by itself, by finger and by keyboard, and says what it is. */
export function wrapTables(tree: Root, locale: Locale): void {
  let number = 0;
  rewrite(tree, (node, parents) => {
    if (!isElement(node, 'table') || parents.includes('table')) return [node];
    const ariaLabel = labelOf(node, ++number, locale);
    return [h('div', { className: ['table-scroll'], role: 'region', tabIndex: 0, ariaLabel }, [node])];
  });
}

function labelOf(table: Element, number: number, locale: Locale): string {
  const columns = elements(table)
    .filter((node) => isElement(node, 'th'))
    .slice(0, 6)
    .map((node) => toString(node).replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .join(', ')
    .slice(0, 100);
  return translator(locale)(columns ? 'markdown.table.named' : 'markdown.table.plain', { number, columns });
}
