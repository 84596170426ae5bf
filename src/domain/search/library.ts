import { complete, completionsOf, withoutDocuments, withDocuments, type Completions } from './complete.ts';
import type { PastQuestion, SearchDocument } from './document.ts';
import { buildIndex, overlayIndex, searchIndex, type SearchIndex } from './engine.ts';
import { pinnedWords } from './pinned.ts';
import type { SearchAnswer, SearchRequest } from './service.ts';

/** All that an index is made of, or a part of it: plain data, as it comes from the database. */
export interface Material {
  documents: readonly SearchDocument[];
  /** Newest first for each document. */
  past: readonly PastQuestion[];
}

/** What admins added, of every locale. */
export interface Tuning {
  synonyms: readonly { locale: string; term: string; words: readonly string[] }[];
  pins: readonly { locale: string; query: string; articleId: number }[];
}

/** The indexes of every locale. Immutable. */
export interface Library {
  indexes: ReadonlyMap<string, SearchIndex>;
  completions: ReadonlyMap<string, Completions>;
  /** Question's words → document that an admin pinned to them, by locale. */
  pins: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The base completions, before what changed. */
  known: ReadonlyMap<string, Completions>;
}

export const emptyLibrary: Library = {
  indexes: new Map(),
  completions: new Map(),
  pins: new Map(),
  known: new Map(),
};

/** Builds the indexes of all that is published. */
export function buildLibrary({ documents, past }: Material, { synonyms, pins }: Tuning): Library {
  const asked = Map.groupBy(past, (question) => question.documentId);
  const indexes = new Map<string, SearchIndex>();
  const completions = new Map<string, Completions>();
  for (const [locale, own] of Map.groupBy(documents, (document) => document.locale)) {
    const added = synonyms
      .filter((group) => group.locale === locale)
      .map(({ term, words }) => [term, ...words]);
    indexes.set(locale, buildIndex(locale, own, pastOf(own, asked), added));
    completions.set(locale, completionsOf(own));
  }
  return { indexes, completions, known: completions, pins: pinsByLocale(pins) };
}

/** The library with all that changed since its bases were built: documents in their newest form, and those that went. */
export function overlayLibrary(
  library: Library,
  { documents, past, gone }: Material & { gone: readonly { id: string; locale: string }[] },
  pins: Tuning['pins'],
): Library {
  const changed = Map.groupBy(documents, (document) => document.locale);
  const asked = Map.groupBy(past, (question) => question.documentId);
  const indexes = new Map<string, SearchIndex>();
  const completions = new Map<string, Completions>();
  for (const locale of new Set([...library.indexes.keys(), ...changed.keys()])) {
    const own = changed.get(locale) ?? [];
    const base = library.indexes.get(locale) ?? buildIndex(locale, []);
    const away = gone.filter((document) => document.locale === locale).map(({ id }) => id);
    indexes.set(locale, overlayIndex(base, { documents: own, past: pastOf(own, asked), gone: away }));
    const outdated = new Set([...own.map(({ id }) => id), ...away]);
    const kept = withoutDocuments(library.known.get(locale) ?? completionsOf([]), outdated);
    completions.set(locale, withDocuments(kept, own));
  }
  return { ...library, indexes, completions, pins: pinsByLocale(pins) };
}

/** Searches the reader's locale; where that holds nothing, the others, the surest first. */
export function searchLibrary(library: Library, request: SearchRequest): SearchAnswer {
  const { query, locale, limit, audiences, isTyping = false } = request;
  const ask = (own: string) => {
    const index = library.indexes.get(own);
    const pinned = library.pins.get(own)?.get(pinnedWords(query, own)) ?? null;
    return index && { answeredIn: own, ...searchIndex(index, query, { limit, audiences, pinned, isTyping }) };
  };
  const first = ask(locale) ?? {
    answeredIn: locale,
    verdict: 'nothing',
    confidence: 0,
    results: [],
    didYouMean: null,
  };
  if (first.verdict !== 'nothing') return first;
  const others = [...library.indexes.keys()]
    .filter((other) => other !== locale)
    .flatMap((other) => ask(other) ?? []);
  const [best] = others
    .filter(({ verdict }) => verdict !== 'nothing')
    .sort((a, b) => b.confidence - a.confidence);
  return best ?? first;
}

/** Titles and headings of the reader's locale that begin so. */
export function completeIn(library: Library, { query, locale, limit, audiences }: SearchRequest): string[] {
  const own = library.completions.get(locale);
  return own ? complete(own, query, { limit, audiences }) : [];
}

function pinsByLocale(pins: Tuning['pins']): Library['pins'] {
  const byLocale = Map.groupBy(pins, (pin) => pin.locale);
  return new Map(
    [...byLocale].map(([locale, own]) => [
      locale,
      new Map(own.map(({ query, articleId }) => [pinnedWords(query, locale), String(articleId)])),
    ]),
  );
}

type Asked = ReadonlyMap<string, readonly PastQuestion[]>;
const pastOf = (documents: readonly SearchDocument[], asked: Asked): PastQuestion[] =>
  documents.flatMap((document) => asked.get(document.id) ?? []);
