/** Put canned replies where the cursor is: by their link, or by typing `/shortcut` and a space. */
export function insertCanned(root: HTMLElement, body: HTMLTextAreaElement): void {
  const links = [...root.querySelectorAll<HTMLAnchorElement>('a[data-text]')];
  for (const link of links)
    link.addEventListener('click', (event) => {
      event.preventDefault();
      put(link.dataset.text!, body.selectionStart, body.selectionEnd);
      root.removeAttribute('open');
    });

  body.addEventListener('input', () => {
    const end = body.selectionStart;
    const typed = /(?:^|\s)\/([\p{L}\p{N}_-]{1,30}) $/u.exec(body.value.slice(0, end));
    const link = links.find((one) => one.dataset.shortcut === typed?.[1]?.toLowerCase());
    if (link) put(link.dataset.text!, end - typed![1]!.length - 2, end);
  });

  function put(text: string, from: number, to: number): void {
    body.focus();
    body.setRangeText(text, from, to, 'end');
    body.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
