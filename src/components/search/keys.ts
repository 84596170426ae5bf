const boxes = 'form[data-search] input[type=search], [data-search-focus]';

/** "/" and Ctrl-K lead to the first search box from anywhere; "/" not where one is typing. Shows the hint that they do. */
export function focusSearchOnKeys(): void {
  document.addEventListener('keydown', (event) => {
    const input = document.querySelector<HTMLInputElement>(boxes);
    if (!input || event.isComposing || !(isSlash(event) || isCtrlK(event))) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  for (const hint of document.querySelectorAll('[data-search-key]')) hint.classList.add('known');
}

function isSlash({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (key !== '/' || ctrlKey || metaKey || altKey) return false;
  return !(target as Element).closest('input, textarea, select, [contenteditable]');
}

const isCtrlK = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent) =>
  key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !shiftKey;
