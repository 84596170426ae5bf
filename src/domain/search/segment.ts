import { indexArticles, type ArticleIndexes } from './articles.ts';
import type { PastQuestion, SearchDocument } from './document.ts';
import { indexLearnt, type LearntIndexes } from './learnt.ts';
import { buildSpeller, type Speller } from './typos.ts';

/** An immutable part of an index: some articles with everything needed to score a question against them. */
export interface Segment {
  locale: string;
  documents: readonly SearchDocument[];
  /** Public text and private past questions are separate parts. */
  articles: ArticleIndexes;
  learnt: LearntIndexes;
  speller: Speller;
}

/**
 * Builds the part of an index that holds these articles and what was asked about them, newest first. What is built on
 * top of a `base` weighs words as the base does, so that the scores of both compare.
 */
export function buildSegment(
  locale: string,
  documents: readonly SearchDocument[],
  past: readonly PastQuestion[],
  base?: Segment,
): Segment {
  const known = new Map<string, number>();
  const articles = indexArticles(locale, documents, known, base?.articles);
  const learnt = indexLearnt(locale, documents, past, known, base?.learnt);
  return { locale, documents, articles, learnt, speller: buildSpeller(known) };
}
