/** What GET /api/v1/search answers, as far as the list shows it. */
export interface Answer {
  query: string;
  verdict: 'answered' | 'uncertain' | 'nothing';
  /** The language of the results. */
  answeredIn: string;
  results: Result[];
  /** Published titles and headings that go on as the query begins. */
  completions: string[];
}

interface Result {
  id: number;
  title: string;
  url: string;
  category: string;
  passage: { text: string; hit: boolean }[];
}

/** Fills the list with ways to go on, an answer and the way onwards; returns its options and what a screen reader is told. */
export function drawAnswer(
  form: HTMLFormElement,
  list: HTMLElement,
  { query, verdict, answeredIn, results, completions }: Answer,
): { options: HTMLElement[]; summary: string } {
  const words = form.dataset as Record<string, string>;
  const further =
    verdict === 'nothing'
      ? more(words.ask!, words.askText!, query)
      : more(form.getAttribute('action')!, words.all!, query);
  const goOn = completions.map((text) => completionOption(form, text));
  const found = results.map((result, i) => resultOption(form, query, result, i + 1));
  for (const option of found) option.lang = answeredIn;
  const options = [...goOn, ...found, further];
  options.forEach((option, i) => (option.id = `${list.id}-${i}`));
  if (!results.length) further.prepend(make('span', 'passage', words.none));
  list.replaceChildren(...(goOn.length ? [group(words.goOn!, goOn)] : []), ...found, further);
  const elsewhere = results.length && answeredIn !== words.locale ? words.elsewhere! : '';
  if (elsewhere) found[0]!.before(note(elsewhere));
  const summary = results.length ? counted(words, results.length) : words.none!;
  return { options, summary: [summary, elsewhere].filter(Boolean).join('. ') };
}

/** Choosing it puts the words into the box, and answers them. */
function completionOption(form: HTMLFormElement, text: string): HTMLElement {
  const option = asOption(make('div', 'option completion', text));
  option.onclick = () => {
    const input = form.querySelector('input')!;
    input.value = text;
    input.dispatchEvent(new Event('input'));
  };
  return option;
}

/** Seen here, heard with the count. */
function note(text: string): HTMLElement {
  const node = make('div', 'note', text);
  node.ariaHidden = 'true';
  return node;
}

function group(label: string, options: HTMLElement[]): HTMLElement {
  const node = make('div', 'group');
  node.setAttribute('role', 'group');
  node.setAttribute('aria-label', label);
  node.append(...options);
  return node;
}

function resultOption(form: HTMLFormElement, query: string, result: Result, rank: number): HTMLAnchorElement {
  // The interface answers with the public address; the reader stays on the one they came by.
  const { pathname, search, hash } = new URL(result.url, location.href);
  const option = link(pathname + search + hash, 'option');
  const passage = make('span', 'passage');
  passage.append(...result.passage.map(({ text, hit }) => (hit ? make('mark', '', text) : text)));
  option.append(make('span', 'title', result.title), passage, make('span', 'where', result.category));
  const detail = { query, rank, id: result.id };
  option.onclick = () => form.dispatchEvent(new CustomEvent('portico:open', { bubbles: true, detail }));
  return option;
}

function more(path: string, text: string, query: string): HTMLAnchorElement {
  const option = link(`${path}?q=${encodeURIComponent(query)}`, 'option more');
  option.append(
    make(
      'span',
      'title',
      text.replace('{query}', () => query),
    ),
  );
  return option;
}

function link(href: string, className: string): HTMLAnchorElement {
  const node = make('a', className) as HTMLAnchorElement;
  node.href = href;
  node.tabIndex = -1;
  return asOption(node);
}

function asOption<Node extends HTMLElement>(node: Node): Node {
  node.setAttribute('role', 'option');
  node.setAttribute('aria-selected', 'false');
  return node;
}

const counted = (words: Record<string, string>, count: number) =>
  words[new Intl.PluralRules(words.locale).select(count) === 'one' ? 'one' : 'other']!.replace(
    '{count}',
    String(count),
  );

function make(tag: string, className: string, text = ''): HTMLElement {
  const node = document.createElement(tag);
  if (className) node.className = className.replace(/\w+/g, 'instant-$&');
  node.textContent = text;
  return node;
}
