import type { Element, ElementContent, Root, RootContent } from 'hast';

export type Node = Root | RootContent;

export const isElement = (node: Node | undefined, ...names: string[]): node is Element =>
  node?.type === 'element' && (names.length === 0 || names.includes(node.tagName));

export const hasClass = (node: Element, name: string): boolean =>
  Array.isArray(node.properties.className) && node.properties.className.includes(name);

export const lineOf = (node: Node): number => node.position?.start.line ?? 1;

/** Makes an element. */
export function h(
  tagName: string,
  properties: Element['properties'],
  children: ElementContent[] = [],
): Element {
  return { type: 'element', tagName, properties, children };
}

/**
 * Rewrites every element of a tree, children first: `change` returns what takes the element's place. `parents` are the
 * tag names around it, outermost first.
 */
export function rewrite(
  tree: Root | Element,
  change: (node: Element, parents: readonly string[]) => ElementContent[],
  parents: string[] = [],
): void {
  tree.children = (tree.children as ElementContent[]).flatMap((child) => {
    if (child.type !== 'element') return [child];
    parents.push(child.tagName);
    rewrite(child, change, parents);
    parents.pop();
    return change(child, parents);
  });
}

/** Every element of a tree in document order. */
export function elements(tree: Root | Element): Element[] {
  const found: Element[] = [];
  const walk = (node: Root | Element) => {
    for (const child of node.children)
      if (child.type === 'element') {
        found.push(child);
        walk(child);
      }
  };
  walk(tree);
  return found;
}
