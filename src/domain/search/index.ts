/** The search engine's public face: build an index of a locale's articles, ask it questions. */
export type { Audience, PastQuestion, SearchDocument, Section } from './document.ts';
export type { PassagePart } from './passages.ts';
export type { Verdict } from './confidence.ts';
export { buildIndex, searchIndex } from './engine.ts';
export type { SearchIndex, SearchOptions, SearchOutcome, SearchResult } from './engine.ts';
