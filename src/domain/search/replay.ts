import { maxPastQuestions, type PastQuestion } from './document.ts';
import { withPast } from './engine.ts';
import { searchLibrary, type Library } from './library.ts';

/** What happened, in order: somebody asked, or an article was learnt to answer something. */
export type ReplayEvent =
  { kind: 'ask'; locale: string; text: string } | { kind: 'learn'; documentId: string; text: string };

/** What was learnt up to a moment of the past. */
export interface Replay {
  /** As it was before anything was learnt. */
  blank: Library;
  library: Library;
  /** Past questions of each locale, oldest first, and how many of them the library knows. */
  learnt: Map<string, { past: PastQuestion[]; known: number }>;
  localeOf: ReadonlyMap<string, string>;
}

/**
 * The library learns again once so much is new, as a share of what it knows: of a short history every lesson counts at
 * once, of a long one the newest few per cent count a little later, so that the time stays bounded.
 */
const newShare = 0.03;
/** Results whose rank counts. */
const depth = 20;

/** Starts with a library that has learnt nothing. */
export function startReplay(library: Library): Replay {
  const localeOf = new Map<string, string>();
  for (const [locale, { base }] of library.indexes)
    for (const { id } of base.documents) localeOf.set(id, locale);
  return { blank: library, library, learnt: new Map(), localeOf };
}

/** Goes on with what happened next. @returns for each question the articles found, best first. */
export function replay(state: Replay, events: readonly ReplayEvent[]): string[][] {
  const answers: string[][] = [];
  for (const event of events) {
    if (event.kind === 'learn') note(state, event);
    else answers.push(ask(state, event));
  }
  return answers;
}

function note({ learnt, localeOf }: Replay, { documentId, text }: PastQuestion): void {
  const locale = localeOf.get(documentId);
  if (locale === undefined) return;
  const own = learnt.get(locale) ?? { past: [], known: 0 };
  own.past.push({ documentId, text });
  learnt.set(locale, own);
}

function ask(state: Replay, { locale, text }: { locale: string; text: string }): string[] {
  state.library = learnAgain(state);
  const found = searchLibrary(state.library, {
    query: text,
    locale,
    limit: depth,
    audiences: ['public', 'customers'],
  });
  return found.results.map(({ id }) => id);
}

function learnAgain({ blank, library, learnt }: Replay): Library {
  const indexes = new Map(library.indexes);
  for (const [locale, own] of learnt) {
    if (own.past.length - own.known <= newShare * own.known) continue;
    own.past = newestOfEach(own.past);
    own.known = own.past.length;
    indexes.set(locale, withPast(blank.indexes.get(locale)!, own.past.toReversed()));
  }
  return { ...library, indexes };
}

/** Without what no longer counts, so that memory stays bounded. */
function newestOfEach(past: readonly PastQuestion[]): PastQuestion[] {
  const counts = new Map<string, number>();
  return past
    .toReversed()
    .filter(({ documentId }) => {
      const count = (counts.get(documentId) ?? 0) + 1;
      counts.set(documentId, count);
      return count <= maxPastQuestions;
    })
    .reverse();
}
