/**
 * Answers while you type, for every search box on the page. Without it each box is a form to the search page.
 * Pattern: WAI-ARIA combobox with a listbox; the options are links.
 */
interface Result {
  id: number;
  title: string;
  url: string;
  kind: string;
  category: string;
  passage: { text: string; hit: boolean }[];
}
interface Answer {
  query: string;
  verdict: 'answered' | 'uncertain' | 'nothing';
  results: Result[];
}

const wait = 60;
const remembered = new Map<string, Answer>();

const make = (tag: string, className: string, text = '') => {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
};

function enhance(form: HTMLFormElement) {
  const input = form.querySelector<HTMLInputElement>('input[type=search]')!;
  const words = form.dataset as Record<string, string>;
  const list = make('div', 'instant');
  const status = make('div', 'visually-hidden');
  const plurals = new Intl.PluralRules(words.locale);
  let options: HTMLAnchorElement[] = [];
  let active = -1;
  let timer = 0;
  let request: AbortController | undefined;
  let pointing = false;
  let held: Answer | undefined;
  let said = 0;

  list.id = `${input.id}-list`;
  list.role = 'listbox';
  list.hidden = true;
  list.ariaLabel = words.list!;
  status.role = 'status';
  form.append(list, status);
  input.role = 'combobox';
  input.ariaAutoComplete = 'list';
  input.ariaExpanded = 'false';
  input.setAttribute('aria-controls', list.id);

  const close = () => {
    list.hidden = true;
    input.ariaExpanded = 'false';
    choose(-1);
    held = undefined;
  };
  const choose = (next: number) => {
    options[active]?.removeAttribute('aria-selected');
    active = next;
    const option = options[active];
    if (!option) return input.removeAttribute('aria-activedescendant');
    option.ariaSelected = 'true';
    option.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option.id);
  };
  const option = (href: string, className: string, title: string) => {
    const link = make('a', className) as HTMLAnchorElement;
    link.href = href;
    link.role = 'option';
    link.tabIndex = -1;
    link.id = `${list.id}-${options.length}`;
    link.append(make('span', 'instant-title', title));
    options.push(link);
    return link;
  };
  const resultOption = (result: Result, rank: number) => {
    const link = option(result.url, 'instant-option', result.title);
    const passage = make('span', 'instant-passage');
    for (const part of result.passage) passage.append(part.hit ? make('mark', '', part.text) : part.text);
    link.append(passage, make('span', 'instant-where', result.category));
    link.addEventListener('click', () =>
      form.dispatchEvent(
        new CustomEvent('portico:open', {
          bubbles: true,
          detail: { query: input.value, id: result.id, rank },
        }),
      ),
    );
    return link;
  };
  const say = (text: string) => {
    clearTimeout(said);
    said = window.setTimeout(() => (status.textContent = text), 500);
  };

  const show = (answer: Answer) => {
    // Never under the pointer: what someone is about to click stays where it is.
    if (pointing) return void (held = answer);
    options = [];
    active = -1;
    const { results, verdict, query } = answer;
    const some = words[plurals.select(results.length) === 'one' ? 'one' : 'other']!;
    const summary = results.length ? some.replace('{count}', String(results.length)) : words.none!;
    const rows: Node[] = results.map((result, i) => resultOption(result, i + 1));
    if (verdict === 'nothing') {
      if (!results.length) rows.push(make('p', 'instant-none', words.none));
      rows.push(
        option(`${words.ask}?q=${encodeURIComponent(query)}`, 'instant-option instant-more', words.askText!),
      );
    } else {
      const all = words.all!.replace('{query}', query);
      rows.push(option(`${form.action}?q=${encodeURIComponent(query)}`, 'instant-option instant-more', all));
    }
    list.replaceChildren(...rows);
    list.hidden = false;
    list.scrollTop = 0;
    input.ariaExpanded = 'true';
    input.removeAttribute('aria-activedescendant');
    say(summary);
  };

  const look = async (query: string) => {
    const known = remembered.get(query);
    if (known) return show(known);
    request = new AbortController();
    const { signal } = request;
    try {
      const url = `${words.search}?q=${encodeURIComponent(query)}&locale=${words.locale}&limit=6`;
      const response = await fetch(url, { signal });
      if (!response.ok) return close();
      const answer = { ...((await response.json()) as Answer), query };
      if (remembered.size > 50) remembered.clear();
      remembered.set(query, answer);
      if (!signal.aborted && document.activeElement === input) show(answer);
    } catch {
      if (!signal.aborted) close();
    }
  };
  const changed = () => {
    clearTimeout(timer);
    request?.abort();
    pointing = false;
    held = undefined;
    const query = input.value.trim();
    if (query.length < 2) return close();
    timer = window.setTimeout(look, wait, query);
  };

  input.addEventListener('input', (event) => (event as InputEvent).isComposing || changed());
  input.addEventListener('compositionend', changed);
  input.addEventListener('focus', () => input.value !== input.defaultValue && changed());
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) return changed();
      const count = options.length + 1;
      choose(((active + 1 + (event.key === 'ArrowDown' ? 1 : -1) + count) % count) - 1);
    } else if (event.key === 'Enter' && options[active] && !list.hidden) {
      event.preventDefault();
      options[active]?.click();
    }
  });
  list.addEventListener('pointermove', () => (pointing = true));
  list.addEventListener('pointerleave', () => {
    pointing = false;
    if (held) show(held);
  });
  // The input keeps the focus while a result is clicked, so nothing closes before the click lands.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  form.addEventListener('focusout', (event) => {
    if (form.contains(event.relatedTarget as Node | null)) return;
    clearTimeout(timer);
    request?.abort();
    close();
  });
  form.addEventListener('submit', () => request?.abort());
}

const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-search]')];
forms.forEach(enhance);

// "/" and Ctrl-K lead to the search from anywhere; "/" not where it is being typed.
document.addEventListener('keydown', (event) => {
  const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey;
  const ctrlK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
  if (!slash && !ctrlK) return;
  if (slash && (event.target as Element).closest('input,textarea,select,[contenteditable]')) return;
  const input = document.querySelector<HTMLInputElement>(
    'form[data-search] input[type=search],[data-search-focus]',
  );
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.select();
});
for (const key of document.querySelectorAll('[data-search-key]')) key.classList.add('known');
