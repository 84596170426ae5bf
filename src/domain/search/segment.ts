import { indexArticles, type ArticleIndexes } from './articles.ts';
import type { PastQuestion, SearchDocument } from './document.ts';
import { indexLearnt, type LearntIndexes } from './learnt.ts';
import { thesaurusOf, type Thesaurus } from './synonyms.ts';
import { buildSpeller, type Speller } from './typos.ts';

/** The same articles with other past questions, newest first; for a part that was built without any. */
export function relearn(segment: Segment, past: readonly PastQuestion[]): Segment {
  const { locale, documents, thesaurus, speller } = segment;
  const known = new Map(speller.known);
  const learnt = indexLearnt(locale, documents, past, known, thesaurus);
  return { ...segment, learnt, speller: buildSpeller(known, speller.published) };
}

/** What results need of a document; its text lives on as passages. */
export type KnownDocument = Omit<SearchDocument, 'sections' | 'tags'>;

/** An immutable part of an index: some articles with everything needed to score a question against them. */
export interface Segment {
  locale: string;
  documents: readonly KnownDocument[];
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
  const published = new Set<string>();
  const thesaurus = base?.thesaurus ?? thesaurusOf(locale, synonyms);
  const articles = indexArticles(locale, documents, { known, published }, thesaurus, base?.articles);
  const learnt = indexLearnt(locale, documents, past, known, thesaurus, base?.learnt);
  return {
    locale,
    documents: documents.map(knownOf),
    articles,
    learnt,
    speller: buildSpeller(known, published),
    thesaurus,
  };
}

const knownOf = ({ sections: _, tags: __, ...known }: SearchDocument): KnownDocument => known;
