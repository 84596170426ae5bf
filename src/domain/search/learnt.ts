import type { Word } from './analyse.ts';
import { analyseAndCount } from './readArticle.ts';
import { centroidOf } from './centroid.ts';
import { maxPastQuestions, type PastQuestion, type SearchDocument } from './document.ts';
import { dampened } from './features.ts';
import { questionFeatures, views, type View } from './questions.ts';
import { raritiesIn, rarityOf, type Rarities } from './rarities.ts';
import { withConcepts, type Thesaurus } from './synonyms.ts';
import {
  addNumbered,
  addUnit,
  createSparse,
  packSparse,
  unitAt,
  type SparseBuilder,
  type SparseIndex,
} from './sparse.ts';

/** What the articles were asked, indexed. Private: only numbers leave it. */
export interface LearntIndexes {
  /** How many past questions each article has. */
  asked: Uint32Array;
  /** Centroids of title and past questions. */
  centroids: Record<View, SparseIndex>;
  /** Unit vectors of the single past questions, and the article of each. */
  nearest: SparseIndex;
  nearestOwners: Uint32Array;
  rarities: Record<View, Rarities>;
}

type Titled = Pick<SearchDocument, 'id' | 'title'>;

/** Indexes what was asked about the articles, newest first; only the newest of each article count. */
export function indexLearnt(
  locale: string,
  documents: readonly Titled[],
  past: readonly PastQuestion[],
  known: Map<string, number>,
  thesaurus: Thesaurus,
  base?: Pick<LearntIndexes, 'rarities'>,
): LearntIndexes {
  const kept = keepNewest(documents, past);
  const owners = Uint32Array.from(kept, (question) => question.owner);
  const asked = new Uint32Array(documents.length);
  owners.forEach((owner) => asked[owner]!++);
  const read = (text: string, counts: Map<string, number>) =>
    withConcepts(analyseAndCount(text, locale, counts), thesaurus);
  const examples = createExamples();
  for (const { title } of documents) addExample(examples, read(title, new Map()));
  for (const { text } of kept) addExample(examples, read(text, known));
  const rarities = base?.rarities ?? ofEach((view) => raritiesIn(examples[view]));
  const examplesOf = documents.map((_, at) => [at]);
  owners.forEach((owner, at) => examplesOf[owner]!.push(documents.length + at));
  return {
    asked,
    centroids: ofEach((view) => indexCentroids(examples[view], examplesOf, rarities[view])),
    nearest: indexSingles(examples.words, documents.length, rarities.words),
    nearestOwners: owners,
    rarities,
  };
}

function keepNewest(documents: readonly Titled[], past: readonly PastQuestion[]) {
  const positions = new Map(documents.map((document, at) => [document.id, at]));
  const counts = new Uint32Array(documents.length);
  const kept: { owner: number; text: string }[] = [];
  for (const question of past) {
    const owner = positions.get(question.documentId);
    if (owner !== undefined && counts[owner]!++ < maxPastQuestions) kept.push({ owner, text: question.text });
  }
  return kept;
}

/** Titles, then past questions, by each view. */
type Examples = Record<View, SparseBuilder>;

const ofEach = <T>(make: (view: View) => T): Record<View, T> => ({
  words: make('words'),
  pairs: make('pairs'),
  grams: make('grams'),
});

const createExamples = (): Examples => ofEach(() => createSparse());

function addExample(examples: Examples, words: readonly Word[]): void {
  const features = questionFeatures(words);
  for (const view of views) addUnit(examples[view], features[view]);
}

function indexCentroids(
  examples: SparseBuilder,
  examplesOf: readonly (readonly number[])[],
  rarities: Rarities,
): SparseIndex {
  const weights = Float32Array.from(examples.features.keys(), (feature) => rarityOf(rarities, feature));
  const sums = new Float64Array(weights.length);
  const builder = createSparse(examples.features);
  for (const own of examplesOf) {
    const units = own.map((at) => unitAt(examples, at));
    addNumbered(builder, centroidOf(units, weights, sums));
  }
  return packSparse(builder);
}

function indexSingles(examples: SparseBuilder, from: number, rarities: Rarities): SparseIndex {
  const builder = createSparse(examples.features);
  for (let at = from; at < examples.size; at++) addNumbered(builder, unitAt(examples, at));
  return packSparse(builder, {
    weigh: (count, factor) => dampened(count) * factor,
    factorOf: (feature) => rarityOf(rarities, feature),
    unitLength: true,
  });
}
