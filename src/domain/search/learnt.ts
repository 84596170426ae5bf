import type { Word } from './analyse.ts';
import { analyseAndCount, type RarityOf } from './articles.ts';
import { rarity } from './bm25.ts';
import { centroidOf } from './centroid.ts';
import { maxPastQuestions, type PastQuestion, type SearchDocument } from './document.ts';
import { add, dampened } from './features.ts';
import { questionFeatures, views, type QuestionFeatures, type View } from './questions.ts';
import { withConcepts, type Thesaurus } from './synonyms.ts';
import { addUnit, createSparse, packSparse, type SparseIndex } from './sparse.ts';

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
  const rarityOf = base?.rarityOf ?? raritiesOf([...titles, ...questions]);
  const byOwner = titles.map((title) => [title]);
  questions.forEach((question, at) => byOwner[owners[at]!]!.push(question));
  return {
    asked,
    centroids: centroidsOf(byOwner, rarityOf),
    nearest: indexSingles(questions, rarityOf.words),
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

function raritiesOf(examples: readonly Word[][]): Record<View, RarityOf> {
  const counts = Object.fromEntries(views.map((view) => [view, new Map<string, number>()])) as Record<
    View,
    Map<string, number>
  >;
  for (const words of examples) {
    const features = questionFeatures(words);
    for (const view of views) for (const feature of features[view].keys()) add(counts[view], feature, 1);
  }
  const rarityOf = {} as Record<View, RarityOf>;
  const unseen = rarity(examples.length, 0);
  for (const view of views) {
    const rarities = counts[view];
    for (const [feature, count] of rarities) rarities.set(feature, rarity(examples.length, count));
    rarityOf[view] = (feature) => rarities.get(feature) ?? unseen;
  }
  return rarityOf;
}

function centroidsOf(
  byOwner: readonly Word[][][],
  rarityOf: Record<View, RarityOf>,
): Record<View, SparseIndex> {
  const builders = { words: createSparse(), pairs: createSparse(), grams: createSparse() };
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

function indexSingles(questions: readonly Word[][], rarityOf: RarityOf): SparseIndex {
  const builder = createSparse();
  for (const words of questions) addUnit(builder, questionFeatures(words).words);
  return packSparse(builder, {
    weigh: (count, factor) => dampened(count) * factor,
    factorOf: rarityOf,
    unitLength: true,
  });
}
