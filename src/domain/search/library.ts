import type { Query } from '#db/open.ts';
import { complete, completionsOf, type Completion } from './complete.ts';
import type { SearchDocument } from './document.ts';
import { buildIndex, overlayIndex, searchIndex, type SearchIndex } from './engine.ts';
import { pinnedWords } from './pinned.ts';
import {
  listQuestionStamps,
  listStamps,
  loadDocuments,
  loadPastQuestions,
  readVersions,
  type Versions,
} from './search.store.ts';
import { listPins, listSynonyms } from './tuning.store.ts';
import type { SearchAnswer, SearchRequest } from './service.ts';

/** Indexes of every locale, and what they were made of. */
export interface Library {
  indexes: ReadonlyMap<string, SearchIndex>;
  versions: Versions;
  baseVersions: Versions;
  /** What the bases hold: article id → stamp of its text and questions. */
  base: ReadonlyMap<number, Stamped>;
  /** Question's words → document that an admin pinned to them, by locale. */
  pins: ReadonlyMap<string, ReadonlyMap<string, string>>;
  completions: ReadonlyMap<string, readonly Completion[]>;
  /** The admins' synonyms that the bases know. */
  synonyms: string;
  /** So much changed since the bases were built that new ones are worth their time. */
  isStale: boolean;
}
interface Stamped {
  locale: string;
  stamp: string;
}

/** Changes that an overlay carries before new bases are built. */
const maxOverlay = 50;
const maxOverlayShare = 0.2;
/** More changes at once (an import) go straight into new bases. */
const maxLoaded = 500;
/** Articles and past questions, at most, that are read again at once for new synonyms: searches wait for it. */
const maxReread = 2_000;

/** Builds the indexes of all that is published. */
export async function openLibrary(q: Query): Promise<Library> {
  const versions = await readVersions(q);
  const base = await readStamps(q);
  const past = Map.groupBy(await loadPastQuestions(q), (question) => question.documentId);
  const documents = Map.groupBy(await loadDocuments(q), (document) => document.locale);
  const synonyms = await listSynonyms(q);
  const indexes = new Map<string, SearchIndex>();
  const completions = new Map<string, Completion[]>();
  for (const [locale, own] of documents) {
    const added = synonyms
      .filter((group) => group.locale === locale)
      .map(({ term, words }) => [term, ...words]);
    indexes.set(locale, buildIndex(locale, own, pastOf(own, past), added));
    completions.set(locale, completionsOf(own));
  }
  const pins = await readPins(q);
  return {
    indexes,
    versions,
    baseVersions: versions,
    base,
    pins,
    completions,
    synonyms: JSON.stringify(synonyms),
    isStale: false,
  };
}

/** The library with what changed since: the same object when nothing did. Costs as much as the changes since the bases. */
export async function freshen(library: Library, q: Query): Promise<Library> {
  const versions = await readVersions(q);
  if (areSame(versions, library.versions)) return library;
  const current = await readStamps(q);
  const changed = [...current]
    .filter(([id, { stamp }]) => library.base.get(id)?.stamp !== stamp)
    .map(([id]) => id);
  const gone = [...library.base].filter(([id, { locale }]) => current.get(id)?.locale !== locale);
  const changes = changed.length + gone.length;
  const areSynonymsNew = JSON.stringify(await listSynonyms(q)) !== library.synonyms;
  if (areSynonymsNew && sizeOf(library) <= maxReread) return openLibrary(q);
  const pins = await readPins(q);
  if (changes > maxLoaded) return { ...library, versions, pins, isStale: true };
  const documents = Map.groupBy(await loadDocuments(q, changed), (document) => document.locale);
  const past = Map.groupBy(await loadPastQuestions(q, changed), (question) => question.documentId);
  const indexes = new Map<string, SearchIndex>();
  const completions = new Map<string, Completion[]>();
  for (const locale of new Set([...library.indexes.keys(), ...documents.keys()])) {
    const own = documents.get(locale) ?? [];
    const base = library.indexes.get(locale) ?? buildIndex(locale, []);
    const away = gone.filter(([, article]) => article.locale === locale).map(([id]) => String(id));
    const known = library.indexes.get(locale)?.base.documents ?? [];
    const outdated = new Set([...own.map(({ id }) => id), ...gone.map(([id]) => String(id))]);
    completions.set(locale, completionsOf([...known.filter(({ id }) => !outdated.has(id)), ...own]));
    indexes.set(locale, overlayIndex(base, { documents: own, past: pastOf(own, past), gone: away }));
  }
  // An erased person's words must leave the bases too, however little changed.
  const isForgetting = versions.forgotten !== library.baseVersions.forgotten;
  const isStale =
    isForgetting || areSynonymsNew || changes > Math.min(maxOverlay, library.base.size * maxOverlayShare);
  return { ...library, indexes, completions, pins, versions, isStale };
}

/** Searches the reader's locale; where that holds nothing, the others, the surest first. */
export function searchLibrary(library: Library, request: SearchRequest): SearchAnswer {
  const { query, locale, limit, audiences } = request;
  const ask = (own: string) => {
    const index = library.indexes.get(own);
    const pinned = library.pins.get(own)?.get(pinnedWords(query, own)) ?? null;
    return index && { answeredIn: own, ...searchIndex(index, query, { limit, audiences, pinned }) };
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
  return complete(library.completions.get(locale) ?? [], query, { limit, audiences });
}

const areSame = (a: Versions, b: Versions): boolean =>
  Object.entries(a).every(([name, value]) => b[name as keyof Versions] === value);

/** Articles and past questions of the bases. */
function sizeOf({ indexes, base }: Library): number {
  const asked = [...indexes.values()].map((index) => index.base.learnt.asked);
  return base.size + asked.flatMap((counts) => [...counts]).reduce((sum, count) => sum + count, 0);
}

async function readPins(q: Query): Promise<Library['pins']> {
  const byLocale = Map.groupBy(await listPins(q), (pin) => pin.locale);
  return new Map(
    [...byLocale].map(([locale, pins]) => [
      locale,
      new Map(pins.map(({ query, articleId }) => [pinnedWords(query, locale), String(articleId)])),
    ]),
  );
}

async function readStamps(q: Query): Promise<Map<number, Stamped>> {
  const questions = await listQuestionStamps(q);
  const articles = await listStamps(q);
  return new Map(
    articles.map(({ id, locale, stamp }) => [id, { locale, stamp: `${stamp}/${questions.get(id) ?? ''}` }]),
  );
}

type Past = Awaited<ReturnType<typeof loadPastQuestions>>;
const pastOf = (documents: readonly SearchDocument[], past: ReadonlyMap<string, Past>): Past =>
  documents.flatMap((document) => past.get(document.id) ?? []);
