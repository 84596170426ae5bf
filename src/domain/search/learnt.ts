import type { Word } from './analyse.ts';
import { analyseAndCount, type RarityOf } from './articles.ts';
import { rarity } from './bm25.ts';
import { centroidOf } from './centroid.ts';
import { maxPastQuestions, type PastQuestion, type SearchDocument } from './document.ts';
import { dampened } from './features.ts';
import { questionFeatures, views, type QuestionFeatures, type View } from './questions.ts';
import { withConcepts, type Thesaurus } from './synonyms.ts';
import { addUnit, createSparse, packSparse, type Feature, type SparseIndex } from './sparse.ts';

/** What the articles were asked, indexed. Private: only numbers leave it. */
export interface LearntIndexes {
  /** How many past questions each article has. */
  asked: Uint32Array;
  /** Centroids of title and past questions. */
  centroids: Record<View, SparseIndex>;
  /** Unit vectors of the single past questions, and the article of each. */
  nearest: SparseIndex;
  nearestOwners: Uint32Array;
  rarityOf: Record<View, RarityOf>;
}

type Titled = Pick<SearchDocument, 'id' | 'title'>;

/** Indexes what was asked about the articles, newest first; only the newest of each article count. */
export function indexLearnt(
  locale: string,
  documents: readonly Titled[],
  past: readonly PastQuestion[],
  known: Map<string, number>,
  thesaurus: Thesaurus,
  base?: Pick<LearntIndexes, 'rarityOf'>,
): LearntIndexes {
  const kept = keepNewest(documents, past);
  const owners = Uint32Array.from(kept, (question) => question.owner);
  const asked = new Uint32Array(documents.length);
  owners.forEach((owner) => asked[owner]!++);
  const read = (text: string, counts: Map<string, number>) =>
    withConcepts(analyseAndCount(text, locale, counts), thesaurus);
  const titles = documents.map((document) => read(document.title, new Map()));
  const questions = kept.map((question) => read(question.text, known));
  const vocabularies = base ? null : vocabulariesOf([...titles, ...questions]);
  const rarityOf = base?.rarityOf ?? raritiesOf(vocabularies!);
  const byOwner = titles.map((title) => [title]);
  questions.forEach((question, at) => byOwner[owners[at]!]!.push(question));
  return {
    asked,
    centroids: centroidsOf(byOwner, rarityOf, vocabularies),
    nearest: indexSingles(questions, rarityOf.words, vocabularies?.words.ids),
    nearestOwners: owners,
    rarityOf,
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

/** The features of one view, numbered, and in how many examples each is. */
interface Vocabulary {
  ids: Map<Feature, number>;
  counts: number[];
  examples: number;
}
type Vocabularies = Record<View, Vocabulary>;

function vocabulariesOf(examples: readonly Word[][]): Vocabularies {
  const create = (): Vocabulary => ({ ids: new Map(), counts: [], examples: examples.length });
  const made: Vocabularies = { words: create(), pairs: create(), grams: create() };
  for (const words of examples) {
    const features = questionFeatures(words);
    for (const view of views) for (const feature of features[view].keys()) count(made[view], feature);
  }
  return made;
}

function count({ ids, counts }: Vocabulary, feature: Feature): void {
  let id = ids.get(feature);
  if (id === undefined) ids.set(feature, (id = counts.push(0) - 1));
  counts[id]!++;
}

function raritiesOf(vocabularies: Vocabularies): Record<View, RarityOf> {
  const rarityIn = ({ ids, counts, examples }: Vocabulary): RarityOf => {
    const rarities = Float32Array.from(counts, (having) => rarity(examples, having));
    const unseen = rarity(examples, 0);
    return (feature) => {
      const id = ids.get(feature);
      return id === undefined ? unseen : rarities[id]!;
    };
  };
  const { words, pairs, grams } = vocabularies;
  return { words: rarityIn(words), pairs: rarityIn(pairs), grams: rarityIn(grams) };
}

function centroidsOf(
  byOwner: readonly Word[][][],
  rarityOf: Record<View, RarityOf>,
  vocabularies: Vocabularies | null,
): Record<View, SparseIndex> {
  const builderOf = (view: View) => createSparse(vocabularies?.[view].ids);
  const builders = { words: builderOf('words'), pairs: builderOf('pairs'), grams: builderOf('grams') };
  for (const own of byOwner) {
    const examples: QuestionFeatures[] = own.map(questionFeatures);
    for (const view of views)
      addUnit(
        builders[view],
        centroidOf(
          examples.map((example) => example[view]),
          rarityOf[view],
        ),
      );
  }
  return {
    words: packSparse(builders.words),
    pairs: packSparse(builders.pairs),
    grams: packSparse(builders.grams),
  };
}

function indexSingles(
  questions: readonly Word[][],
  rarityOf: RarityOf,
  vocabulary?: Map<Feature, number>,
): SparseIndex {
  const builder = createSparse(vocabulary);
  for (const words of questions) addUnit(builder, questionFeatures(words).words);
  return packSparse(builder, {
    weigh: (count, factor) => dampened(count) * factor,
    factorOf: rarityOf,
    unitLength: true,
  });
}
