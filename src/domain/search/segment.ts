import { indexArticles, type ArticleIndexes } from './articles.ts';
import type { PastQuestion, SearchDocument } from './document.ts';
import { indexLearnt, type LearntIndexes } from './learnt.ts';
import { thesaurusOf, type Thesaurus } from './synonyms.ts';
import { buildSpeller, type Speller } from './typos.ts';

/** An immutable part of an index: some articles with everything needed to score a question against them. */
export interface Segment {
  locale: string;
  documents: readonly SearchDocument[];
  /** Public text and private past questions are separate parts. */
  articles: ArticleIndexes;
  learnt: LearntIndexes;
  speller: Speller;
  thesaurus: Thesaurus;
}

/**
 * Builds the part of an index that holds these articles and what was asked about them, newest first. What is built on
 * top of a `base` weighs words as the base does, so that the scores of both compare.
 */
export function buildSegment(
  locale: string,
  documents: readonly SearchDocument[],
  past: readonly PastQuestion[],
  { base, synonyms }: { base?: Segment; synonyms?: readonly (readonly string[])[] } = {},
): Segment {
  const known = new Map<string, number>();
  const thesaurus = base?.thesaurus ?? thesaurusOf(locale, synonyms);
  const articles = indexArticles(locale, documents, known, thesaurus, base?.articles);
  const published = new Set(known.keys());
  const learnt = indexLearnt(locale, documents, past, known, thesaurus, base?.learnt);
  return { locale, documents, articles, learnt, speller: buildSpeller(known, published), thesaurus };
}
