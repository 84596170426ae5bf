import type lunr from 'lunr';
import { analyse, gramsOf, type Word } from './analyse.ts';
import { bm25Weight, rarity, type Bm25 } from './bm25.ts';
import { buildCandidates } from './candidates.ts';
import { centroidOf } from './centroid.ts';
import { maxPastQuestions, type PastQuestion, type SearchDocument } from './document.ts';
import { passagesOf, type Passage } from './passages.ts';
import { add, questionFeatures, unitLength, views, weighByRarity, type View } from './questions.ts';
import { buildSparse, type Features, type SparseIndex } from './sparse.ts';
import { buildSpeller, type Speller } from './typos.ts';

/** Weight of a word by where it stands, in occurrences in the text (BM25F, Robertson et al. 2004). */
const fieldWeights = { title: 3, tags: 2, heading: 2, text: 1 };
const articleBm25: Bm25 = { k1: 1.2, b: 0.5 };
const passageBm25: Bm25 = { k1: 1.2, b: 0.5 };
/** Most telling words of an article's text that lunr keeps, so that its index stays small. */
const lunrBodyTerms = 64;
export const titleGramSizes = [3, 4];

/** An immutable part of an index: some articles with everything needed to score a question against them. */
export interface Segment {
  locale: string;
  documents: readonly SearchDocument[];
  /** How many past questions each article has. */
  asked: Uint32Array;
  passages: readonly Passage[];
  passageOwners: Uint32Array;
  candidates: lunr.Index;
  text: SparseIndex;
  passageText: SparseIndex;
  titleGrams: SparseIndex;
  centroids: Record<View, SparseIndex>;
  nearest: SparseIndex;
  nearestOwners: Uint32Array;
  rarities: Rarities;
  speller: Speller;
}

/** Rarity of a word in the articles and of a feature among the questions (titles included). */
export interface Rarities {
  word: (stem: string) => number;
  titleGram: (gram: string) => number;
  question: Record<View, (feature: string) => number>;
}

interface Analysed {
  title: Word[];
  tags: Word[];
  headings: Word[];
  text: Word[];
}

/** Builds the part of an index that holds these articles and what was asked about them. */
export function buildSegment(
  locale: string,
  documents: readonly SearchDocument[],
  past: readonly PastQuestion[],
): Segment {
  const known = new Map<string, number>();
  const learn = (words: Word[]) => {
    for (const word of words) add(known, word.text, 1);
    return words;
  };
  const passages: Passage[] = [];
  const owners: number[] = [];
  const passageWords: Word[][] = [];
  const headingWords: Word[][] = [];
  const analysed = documents.map((document, at): Analysed => {
    const text: Word[] = [];
    for (const passage of passagesOf(document)) {
      const words = learn(analyse(passage.text, locale));
      passages.push(passage);
      owners.push(at);
      passageWords.push(words);
      headingWords.push(analyse(passage.heading, locale));
      text.push(...words);
    }
    const headings = document.sections.flatMap((section) => learn(analyse(section.heading, locale)));
    return {
      title: learn(analyse(document.title, locale)),
      tags: learn(analyse(document.tags.join(', '), locale)),
      headings,
      text,
    };
  });
  const questions = keepNewest(documents, past);
  const questionWords = questions.map((question) => learn(analyse(question.text, locale)));
  const text = textIndex(analysed);
  const rarities = {} as Rarities;
  const owner = Uint32Array.from(questions, (question) => question.owner);
  const asked = new Uint32Array(documents.length);
  owner.forEach((at) => asked[at]!++);
  rarities.word = text.rarity;
  const grams = titleGramIndex(analysed);
  rarities.titleGram = grams.rarity;
  const learnt = learntIndexes(analysed, questionWords, owner);
  rarities.question = learnt.rarities;
  return {
    locale,
    documents,
    asked,
    passages,
    passageOwners: Uint32Array.from(owners),
    candidates: lunrIndex(analysed, text.rarity),
    text: text.index,
    passageText: passageIndex(analysed, owners, passageWords, headingWords, text.rarity),
    titleGrams: grams.index,
    centroids: learnt.centroids,
    nearest: learnt.nearest,
    nearestOwners: owner,
    rarities,
    speller: buildSpeller(known),
  };
}

function keepNewest(documents: readonly SearchDocument[], past: readonly PastQuestion[]) {
  const positions = new Map(documents.map((document, at) => [document.id, at]));
  const counts = new Uint32Array(documents.length);
  const kept: { owner: number; text: string }[] = [];
  for (const question of past) {
    const owner = positions.get(question.documentId);
    if (owner !== undefined && counts[owner]!++ < maxPastQuestions) kept.push({ owner, text: question.text });
  }
  return kept;
}

const rarityFrom = (counts: ReadonlyMap<string, number>, total: number) => (feature: string) =>
  rarity(total, counts.get(feature) ?? 0);

function unitCounts(units: Iterable<Features>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const unit of units) for (const feature of unit.keys()) add(counts, feature, 1);
  return counts;
}

function subjectCounts(fields: readonly (readonly [Word[], number])[]): {
  counts: Map<string, number>;
  length: number;
} {
  const counts = new Map<string, number>();
  let length = 0;
  for (const [words, weight] of fields)
    for (const word of words) {
      if (word.isFunction) continue;
      add(counts, word.stem, weight);
      length++;
    }
  return { counts, length };
}

function bm25Index(
  units: readonly { counts: Features; length: number }[],
  rarityOf: (stem: string) => number,
  settings: Bm25,
): SparseIndex {
  const average = units.reduce((sum, unit) => sum + unit.length, 0) / (units.length || 1);
  return buildSparse(
    units.map(({ counts, length }) => {
      const weights = new Map<string, number>();
      for (const [stem, frequency] of counts)
        weights.set(
          stem,
          bm25Weight({ rarity: rarityOf(stem), frequency }, { own: length, average }, settings),
        );
      return weights;
    }),
  );
}

function textIndex(analysed: readonly Analysed[]) {
  const units = analysed.map((article) =>
    subjectCounts([
      [article.title, fieldWeights.title],
      [article.tags, fieldWeights.tags],
      [article.headings, fieldWeights.heading],
      [article.text, fieldWeights.text],
    ]),
  );
  const rarityOf = rarityFrom(unitCounts(units.map((unit) => unit.counts)), units.length);
  return { index: bm25Index(units, rarityOf, articleBm25), rarity: rarityOf };
}

function passageIndex(
  analysed: readonly Analysed[],
  owners: readonly number[],
  words: readonly Word[][],
  headings: readonly Word[][],
  rarityOf: (stem: string) => number,
): SparseIndex {
  const units = words.map((text, at) =>
    subjectCounts([
      [analysed[owners[at]!]!.title, 1],
      [headings[at]!, fieldWeights.heading],
      [text, fieldWeights.text],
    ]),
  );
  return bm25Index(units, rarityOf, passageBm25);
}

function titleGramIndex(analysed: readonly Analysed[]) {
  const units = analysed.map((article) => titleGramCounts(article.title));
  const rarityOf = rarityFrom(unitCounts(units), units.length);
  return {
    index: buildSparse(units.map((unit) => unitLength(weighByRarity(unit, rarityOf)))),
    rarity: rarityOf,
  };
}

/** Counts of the character runs of the words about the subject. */
export function titleGramCounts(words: readonly Word[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words)
    if (!word.isFunction) for (const gram of gramsOf(word.text, titleGramSizes)) add(counts, gram, 1);
  return counts;
}

function learntIndexes(analysed: readonly Analysed[], questionWords: readonly Word[][], owner: Uint32Array) {
  const titles = analysed.map((article) => questionFeatures(article.title));
  const questions = questionWords.map(questionFeatures);
  const rarities = {} as Rarities['question'];
  const centroids = {} as Record<View, SparseIndex>;
  for (const view of views) {
    const counts = unitCounts([...titles, ...questions].map((features) => features[view]));
    rarities[view] = rarityFrom(counts, titles.length + questions.length);
    const examples = titles.map((title) => [title[view]]);
    questions.forEach((question, at) => examples[owner[at]!]!.push(question[view]));
    centroids[view] = buildSparse(examples.map((own) => centroidOf(own, rarities[view])));
  }
  const nearest = buildSparse(
    questions.map((question) => unitLength(weighByRarity(question.words, rarities.words))),
  );
  return { rarities, centroids, nearest };
}

function lunrIndex(analysed: readonly Analysed[], rarityOf: (stem: string) => number): lunr.Index {
  const stems = (words: readonly Word[]) => words.filter((word) => !word.isFunction).map((word) => word.stem);
  return buildCandidates(
    analysed.map((article) => {
      const { counts } = subjectCounts([[article.text, 1]]);
      const telling = [...counts].sort(
        (a, b) => rarityOf(b[0]) * (1 + Math.log(b[1])) - rarityOf(a[0]) * (1 + Math.log(a[1])),
      );
      return {
        title: stems(article.title),
        tags: stems(article.tags),
        headings: stems(article.headings),
        body: telling.slice(0, lunrBodyTerms).map(([stem]) => stem),
      };
    }),
  );
}
