/**
 * Tells the server what only the browser can see: an article was read (15 s in view, or scrolled to its end), words
 * typed into a search box settled, a result or suggestion was opened. Nothing is sent by a browser that asks not to be
 * counted; the server would not keep it either.
 */
const { globalPrivacyControl, doNotTrack } = navigator as Navigator & { globalPrivacyControl?: boolean };
const settleMs = 2_000;
const readMs = 15_000;

function send(event: object) {
  const body = JSON.stringify({ locale: document.documentElement.lang, ...event });
  navigator.sendBeacon('/api/v1/visits/events', new Blob([body], { type: 'application/json' }));
}

/** Read: visible for 15 seconds in all, or its end came into view. */
function watchReading(node: Element, articleId: number) {
  const end = document.createElement('span');
  node.append(end);
  const done = () => {
    clearInterval(clock);
    seeing.disconnect();
    send({ kind: 'article_read', articleId });
  };
  let seen = 0;
  const clock = setInterval(() => {
    if (!document.hidden && node.checkVisibility() && (seen += 1_000) >= readMs) done();
  }, 1_000);
  const seeing = new IntersectionObserver(([entry]) => entry?.isIntersecting && scrolled && done());
  let scrolled = false;
  addEventListener('scroll', () => (scrolled = true), { once: true, passive: true });
  seeing.observe(end);
}

function watchSearch(form: HTMLFormElement) {
  const input = form.querySelector<HTMLInputElement>('input[type=search]')!;
  let said = input.value.trim();
  let timer = 0;
  const settle = () => {
    clearTimeout(timer);
    const query = input.value.trim();
    if (query.length < 2 || query === said) return;
    said = query;
    send({ kind: 'search', query });
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(settle, settleMs);
  });
  form.addEventListener('focusout', (event) => form.contains(event.relatedTarget as Node | null) || settle());
  // The page that opens records these words itself.
  form.addEventListener('submit', () => clearTimeout(((said = input.value.trim()), timer)));
  form.addEventListener('portico:open', (event) => {
    const { query, id, rank } = (event as CustomEvent<{ query: string; id: number; rank: number }>).detail;
    clearTimeout(timer);
    said = query.trim();
    send({ kind: 'result_opened', query: said, rank, articleId: id });
  });
}

if (!globalPrivacyControl && doNotTrack !== '1') {
  for (const node of document.querySelectorAll('[data-article-id]'))
    watchReading(node, Number(node.getAttribute('data-article-id')));
  document.querySelectorAll<HTMLFormElement>('form[data-search]').forEach(watchSearch);
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-suggestion]')) {
    const articleId = Number(details.dataset.suggestion);
    const open = () => {
      send({ kind: 'suggestion_opened', articleId, rank: Number(details.dataset.rank) });
      watchReading(details, articleId);
    };
    details.addEventListener('toggle', open, { once: true });
  }
}
