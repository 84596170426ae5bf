import type { Element, Root } from 'hast';
import { toString } from 'hast-util-to-string';
import { translator, type Locale } from '#src/i18n/index.ts';
import { elements, h, isElement, rewrite } from './hast.ts';

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
