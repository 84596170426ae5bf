/** Single keys that do something on a page of the desk. They keep out of the way of typing and of the browser's own. */
export function onKeys(actions: Record<string, () => void>): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

export function showKeys(): void {
  document.querySelector<HTMLDialogElement>('#keys')?.showModal();
}

export function focusSearch(): void {
  const field =
    document.querySelector<HTMLInputElement>('[data-queue-search]') ??
    document.querySelector<HTMLInputElement>('[data-search-focus]');
  field?.focus();
  field?.select();
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (element?.isContentEditable) return true;
  if (element instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(element.type);
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}
