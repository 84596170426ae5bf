/** Find an article while writing and put a link to it where the cursor is. */
export function insertArticles(root: HTMLElement, body: HTMLTextAreaElement): void {
  const field = root.querySelector('input')!;
  const list = root.querySelector<HTMLElement>('[data-results]')!;
  let running: AbortController | undefined;
  root.hidden = false;

  field.addEventListener('input', () => void find());
  root.addEventListener('keydown', (event) => {
    const buttons = [...list.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === 'Enter' && event.target === field) {
      event.preventDefault();
      buttons[0]?.click();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = at + (event.key === 'ArrowDown' ? 1 : -1);
      (next < 0 ? field : buttons[Math.min(next, buttons.length - 1)])?.focus();
    } else if (event.key === 'Escape') {
      close();
      body.focus();
    }
  });

  async function find(): Promise<void> {
    running?.abort();
    running = new AbortController();
    const query = field.value.trim();
    if (query.length < 2) return list.replaceChildren();
    const url = `${root.dataset.url}?q=${encodeURIComponent(query)}&locale=${root.dataset.locale}&limit=6`;
    try {
      const answer = await fetch(url, { signal: running.signal, headers: { accept: 'application/json' } });
      if (!answer.ok) return;
      const { results } = (await answer.json()) as { results: { title: string; url: string }[] };
      list.replaceChildren(...(results.length > 0 ? results.map(item) : [none()]));
    } catch {
      // A newer search took over, or the network is away: the list stays as it is.
    }
  }

  function item({ title, url }: { title: string; url: string }): HTMLElement {
    const line = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = title;
    button.addEventListener('click', () => insert(`[${title.replace(/[[\]\\]/g, '\\$&')}](${url})`));
    line.append(button);
    return line;
  }

  function none(): HTMLElement {
    const line = document.createElement('li');
    line.textContent = list.dataset.none ?? '';
    return line;
  }

  function insert(text: string): void {
    body.focus();
    body.setRangeText(text, body.selectionStart, body.selectionEnd, 'end');
    body.dispatchEvent(new Event('input', { bubbles: true }));
    close();
  }

  function close(): void {
    field.value = '';
    list.replaceChildren();
  }
}
