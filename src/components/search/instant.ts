import { focusSearchOnKeys } from './keys.ts';
import { drawAnswer, type Answer } from './options.ts';

/**
 * Answers while you type, for every search box on the page; without it each box is a form to the search page.
 * Pattern: WAI-ARIA listbox autocomplete whose options are links, but for those that complete the words. The input stays the searchbox that it is without a
 * script, so that nobody who relies on that role loses it; `aria-expanded` is not allowed there, and the status line says
 * what opened. Choosing one announces `portico:open` on the form, for components/visits/signals.ts.
 */
interface Box {
  form: HTMLFormElement;
  input: HTMLInputElement;
  list: HTMLElement;
  status: HTMLElement;
  options: HTMLElement[];
  /** Index of the option the arrow keys stand on, or -1: the input itself. */
  active: number;
  request: AbortController | undefined;
  isPointing: boolean;
  held: Answer | undefined;
  timers: { look: number; say: number };
}

/** Milliseconds from the last key to asking, and from drawing to speaking. */
const pause = { look: 60, say: 500 };
const remembered = new Map<string, Answer>();

document.querySelectorAll<HTMLFormElement>('form[data-search]').forEach(enhance);
focusSearchOnKeys();

function enhance(form: HTMLFormElement): void {
  const box = makeBox(form);
  const { input, list } = box;
  input.addEventListener('input', (event) => (event as InputEvent).isComposing || changed(box));
  input.addEventListener('compositionend', () => changed(box));
  input.addEventListener('focus', () => input.value !== input.defaultValue && changed(box));
  input.addEventListener('keydown', (event) => event.isComposing || pressed(box, event));
  list.addEventListener('pointermove', () => (box.isPointing = true));
  list.addEventListener('pointerleave', () => left(box));
  // The input keeps the focus while a result is clicked, so nothing closes before the click lands.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  form.addEventListener('submit', () => stop(box));
  form.addEventListener('focusout', (event) => {
    if (form.contains(event.relatedTarget as Node | null)) return;
    stop(box);
    close(box);
  });
}

function makeBox(form: HTMLFormElement): Box {
  const input = form.querySelector<HTMLInputElement>('input[type=search]')!;
  const list = document.createElement('div');
  const status = document.createElement('div');
  const set = (node: Element, attributes: Record<string, string>) =>
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  const id = `${input.id}-list`;
  set(list, { id, class: 'instant', role: 'listbox', 'aria-label': form.dataset.list!, hidden: '' });
  set(status, { class: 'visually-hidden', role: 'status' });
  set(input, { 'aria-autocomplete': 'list', 'aria-controls': id });
  form.append(list, status);
  const timers = { look: 0, say: 0 };
  const nothingYet = { options: [], active: -1, request: undefined, isPointing: false, held: undefined };
  return { form, input, list, status, timers, ...nothingYet };
}

function changed(box: Box): void {
  stop(box);
  // Enter now means the new words, not what was chosen for the old ones.
  choose(box, -1);
  box.isPointing = false;
  const query = box.input.value.trim();
  if (query.length < 2) return close(box);
  box.timers.look = window.setTimeout(look, pause.look, box, query);
}

async function look(box: Box, query: string): Promise<void> {
  const request = (box.request = new AbortController());
  try {
    const answer = remembered.get(query) ?? (await ask(box, query, request.signal));
    if (request.signal.aborted || document.activeElement !== box.input) return;
    if (answer) show(box, answer);
    else close(box);
  } catch {
    if (!request.signal.aborted) close(box);
  }
}

async function ask({ form }: Box, query: string, signal: AbortSignal): Promise<Answer | null> {
  const { search, locale } = form.dataset;
  const response = await fetch(`${search}?q=${encodeURIComponent(query)}&locale=${locale}&limit=6&typing=1`, {
    signal,
  });
  if (!response.ok) return null;
  const answer = { ...((await response.json()) as Answer), query };
  if (remembered.size >= 50) remembered.clear();
  remembered.set(query, answer);
  return answer;
}

function show(box: Box, answer: Answer): void {
  // Never under the pointer: what someone is about to click stays where it is.
  if (box.isPointing) return void (box.held = answer);
  const { form, list, status, timers } = box;
  choose(box, -1);
  const drawn = drawAnswer(form, list, answer);
  box.options = drawn.options;
  list.hidden = false;
  list.scrollTop = 0;
  timers.say = window.setTimeout(() => (status.textContent = drawn.summary), pause.say);
}

function left(box: Box): void {
  const { held } = box;
  box.isPointing = false;
  box.held = undefined;
  if (held) show(box, held);
}

function pressed(box: Box, event: KeyboardEvent): void {
  const { key } = event;
  const chosen = box.options[box.active];
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    if (box.list.hidden) changed(box);
    else step(box, key === 'ArrowDown' ? 1 : -1);
  } else if (box.list.hidden) return;
  else if (key === 'Escape') close(box);
  else if (key === 'Enter' && chosen) chosen.click();
  else return;
  event.preventDefault();
}

/** Round through the options, with the input itself as one stop. */
function step(box: Box, by: 1 | -1): void {
  const stops = box.options.length + 1;
  choose(box, ((box.active + 1 + by + stops) % stops) - 1);
}

function choose(box: Box, next: number): void {
  box.options[box.active]?.setAttribute('aria-selected', 'false');
  box.active = next;
  const option = box.options[next];
  if (!option) return box.input.removeAttribute('aria-activedescendant');
  option.setAttribute('aria-selected', 'true');
  option.scrollIntoView({ block: 'nearest' });
  box.input.setAttribute('aria-activedescendant', option.id);
}

function stop({ timers, request }: Box): void {
  Object.values(timers).forEach(clearTimeout);
  request?.abort();
}

function close(box: Box): void {
  choose(box, -1);
  box.list.hidden = true;
  box.held = undefined;
  box.status.textContent = '';
}
