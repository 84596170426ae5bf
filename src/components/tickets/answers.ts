/** The articles beside a ticket: searched again as words come, put into the reply, and worked by single keys. */
const root = document.querySelector<HTMLElement>('[data-answers]');
const lists = root?.querySelector<HTMLElement>('[data-answer-lists]');
const field = root?.querySelector<HTMLInputElement>('input[type="search"]');
const body = document.querySelector<HTMLTextAreaElement>('[data-composer] [data-body]');
const pauseMs = 250;
let running: AbortController | undefined;
let timer = 0;

field?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = window.setTimeout(() => void refresh(), pauseMs);
});
// Something new was written: the facts may have changed.
document.addEventListener('ticket:news', () => void refresh());
root?.addEventListener('click', (event) => {
  const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('[data-insert-as], [data-whole]');
  if (!link || event.ctrlKey || event.metaKey) return;
  if (link.dataset.whole) {
    event.preventDefault();
    void refresh(link.dataset.whole);
  } else if (body) {
    event.preventDefault();
    insert(link.dataset.markdown!);
  }
});

async function refresh(open?: string): Promise<void> {
  running?.abort();
  running = new AbortController();
  const query = new URLSearchParams({ articles: field?.value.trim() ?? '', ...(open && { open }) });
  try {
    const answer = await fetch(`${root!.dataset.answers}?${query}`, { signal: running.signal });
    if (!answer.ok) return;
    lists!.innerHTML = await answer.text();
    if (open) item(open)?.querySelector('summary')?.focus();
  } catch {
    // A newer search took over, or the network is away: the lists stay as they are.
  }
}

const item = (id: string) => lists?.querySelector<HTMLElement>(`[data-answer="${id}"]`);
const items = () => [...(lists?.querySelectorAll<HTMLElement>('[data-answer]') ?? [])];

/** The article that has the focus, else the first of which something can be done. */
function press(selector: string): void {
  const focused = items().find((one) => one.contains(document.activeElement));
  const target = focused?.querySelector<HTMLElement>(selector) ?? lists?.querySelector<HTMLElement>(selector);
  target?.click();
}

function insert(markdown: string): void {
  if (!body) return;
  const before = body.value.slice(0, body.selectionStart);
  const isAlone = markdown.includes('\n') && before.trim() !== '';
  body.focus();
  body.setRangeText(
    isAlone && !before.endsWith('\n\n') ? `\n\n${markdown}` : markdown,
    body.selectionStart,
    body.selectionEnd,
    'end',
  );
  body.dispatchEvent(new Event('input', { bubbles: true }));
}

/** What single keys do here: walk through the articles, link the one at hand, put it into the reply. */
export const answerKeys: Record<string, () => void> = {
  a: () => {
    const all = items();
    const at = all.findIndex((one) => one.contains(document.activeElement));
    all[(at + 1) % all.length]?.querySelector<HTMLElement>('summary, a')?.focus();
  },
  l: () => press('button[value="answers"]'),
  L: () => press('button[value="related"]'),
  i: () => press('[data-insert-as="link"]'),
  t: () => press('[data-insert-as="text"]'),
};
