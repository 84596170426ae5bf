import type { EditorView } from '@codemirror/view';
import type { Options } from './editor.ts';
import { markFindings } from './source.ts';

/** Pause in typing after which the server is asked, in milliseconds. */
const pauseMs = 300;

/**
 * While somebody types, the server renders the text as it would be published and looks for personal data; an answer
 * that is no longer wanted is dropped on the way.
 */
export function keepRendered(form: HTMLFormElement, view: EditorView, { words, addresses }: Options): void {
  const place = form.querySelector<HTMLElement>('[data-rendered]')!;
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = async () => {
    running?.abort();
    const mine = (running = new AbortController());
    try {
      const answer = await fetch(addresses.rendering, {
        method: 'POST',
        body: new FormData(form),
        signal: mine.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      show(place, await answer.text());
      showFindings(place, view);
    } catch {
      if (!mine.signal.aborted) say(form, words.previewFailed);
    }
  };
  form.addEventListener('input', ({ target }) => {
    if ((target as HTMLElement).closest('[data-rendered]')) return;
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), pauseMs);
  });
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement && target.name === 'decision') applyMask(form, view, target);
  });
  showFindings(place, view);
}

/** Each part of the answer takes the place of the one before; an unchanged one, or one in use, stays. */
function show(place: HTMLElement, html: string): void {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  for (const part of fresh.querySelectorAll<HTMLElement>('[data-part]')) {
    const old = place.querySelector<HTMLElement>(`[data-part="${part.dataset.part}"]`);
    if (old && !old.isEqualNode(part)) old.replaceChildren(...part.childNodes);
  }
}

function showFindings(place: HTMLElement, view: EditorView): void {
  const { doc } = view.state;
  const ranges = [...place.querySelectorAll<HTMLElement>('[data-finding]:has(select) [data-field="source"]')]
    .map((one) => ({
      from: Number(one.dataset.start),
      to: Number(one.dataset.end),
      text: one.querySelector('mark')?.textContent,
    }))
    .filter(({ from, to, text }) => to <= doc.length && doc.sliceString(from, to) === text);
  view.dispatch({ effects: markFindings.of(ranges) });
}

/** "Mask it" does so at once, wherever the text still is what was found; the server does the rest when it is saved. */
function applyMask(form: HTMLFormElement, view: EditorView, choice: HTMLSelectElement): void {
  // All the rest is masked when the form is sent.
  if (!choice.value.startsWith('mask:') || choice.value === 'mask:*') return;
  const finding = choice.closest<HTMLElement>('[data-finding]')!;
  const mask = `[${finding.dataset.mask}]`;
  const places = [...finding.querySelectorAll<HTMLElement>('[data-field]')].toReversed();
  for (const one of places) {
    const [from, to] = [Number(one.dataset.start), Number(one.dataset.end)];
    const text = one.querySelector('mark')?.textContent ?? '';
    if (one.dataset.field === 'source') {
      if (view.state.sliceDoc(from, to) === text) view.dispatch({ changes: { from, to, insert: mask } });
      continue;
    }
    const input = form.elements.namedItem(one.dataset.field!);
    if (!(input instanceof HTMLInputElement) || input.value.slice(from, to) !== text) continue;
    input.value = input.name === 'slug' ? '' : input.value.slice(0, from) + mask + input.value.slice(to);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

const say = (form: HTMLFormElement, text: string) =>
  (form.querySelector<HTMLElement>('[data-progress]')!.textContent = text);
