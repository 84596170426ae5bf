import type { ListItem, PhrasingContent, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { translator, type Locale } from '#src/i18n/index.ts';

/** Task list boxes become named images: a screen reader says "done" instead of meeting a checkbox without a label. */
export function renderTasks(tree: Root, locale: Locale): void {
  visit(tree, 'list', (list) => {
    const tasks = list.children.filter((item) => typeof item.checked === 'boolean');
    if (tasks.length === 0) return;
    list.data = { ...list.data, hProperties: { className: ['contains-task-list'] } };
    for (const item of tasks) renderTask(item, locale);
  });
}

function renderTask(item: ListItem, locale: Locale): void {
  const done = item.checked === true;
  item.checked = null;
  item.data = { ...item.data, hProperties: { className: ['task-list-item'] } };
  const first = item.children[0];
  const parts: PhrasingContent[] = [box(done, locale), { type: 'text', value: ' ' }];
  if (first?.type === 'paragraph') first.children.unshift(...parts);
  else item.children.unshift({ type: 'paragraph', children: parts });
}

function box(done: boolean, locale: Locale): PhrasingContent {
  const ariaLabel = translator(locale)(done ? 'markdown.task.done' : 'markdown.task.open');
  const className = done ? ['task-box', 'task-done'] : ['task-box'];
  // An emphasis node only in name: hName decides what is written.
  return {
    type: 'emphasis',
    children: [],
    data: { hName: 'span', hProperties: { className, role: 'img', ariaLabel } },
  };
}
