import type lunr from 'lunr';
import { analyse, gramsOf, type Word } from './analyse.ts';
import { bm25Weight, rarity, type Bm25 } from './bm25.ts';
import { buildCandidates, type LunrEntry } from './candidates.ts';
import type { SearchDocument } from './document.ts';
import { add, dampened } from './features.ts';
import { passagesOf, type Passage } from './passages.ts';
import {
  addUnit,
  countOf,
  createSparse,
  packSparse,
  type SparseBuilder,
  type SparseIndex,
} from './sparse.ts';

/** Weight of a word by where it stands, in occurrences in the text (BM25F, Robertson, Zaragoza & Taylor 2004). */
const fieldWeights = { title: 3, tags: 2, heading: 2, text: 1, titleOfPassage: 1 };
const articleBm25: Bm25 = { k1: 1.2, b: 0.5 };
const passageBm25: Bm25 = { k1: 1.2, b: 0.5 };
/** Most telling words of an article's text that lunr keeps, so that its index stays small. */
const lunrBodyTerms = 64;
const titleGramSizes = [3, 4];

export type RarityOf = (feature: string) => number;

/** What the articles themselves say, indexed: public text only. */
export interface ArticleIndexes {
  candidates: lunr.Index;
  /** BM25F of whole articles, and BM25 of their passages. */
  text: SparseIndex;
  passageText: SparseIndex;
  passages: readonly Passage[];
  passageOwners: Uint32Array;
  /** Unit vectors of the character runs of titles. */
  titleGrams: SparseIndex;
  rarityOfWord: RarityOf;
  rarityOfTitleGram: RarityOf;
}

type Weighed = readonly (readonly [readonly Word[], number])[];

/** Indexes the articles' own text; `known` counts every word seen, for the speller. */
export function indexArticles(
  locale: string,
  documents: readonly SearchDocument[],
  known: Map<string, number>,
  base?: Pick<ArticleIndexes, 'rarityOfWord' | 'rarityOfTitleGram'>,
): ArticleIndexes {
  const text = createUnits();
  const passageText = createUnits();
  const titleGrams = createSparse();
  const passages: Passage[] = [];
  const owners: number[] = [];
  const entries: LunrEntry[] = [];
  const read = (words: string) => analyseAndCount(words, locale, known);
  documents.forEach((document, at) => {
    const title = read(document.title);
    const tags = read(document.tags.join(', '));
    const whole: (readonly [readonly Word[], number])[] = [
      [title, fieldWeights.title],
      [tags, fieldWeights.tags],
    ];
    const body: Word[] = [];
    const headings: Word[] = [];
    let previous = '';
    for (const passage of passagesOf(document)) {
      const heading = read(passage.heading);
      const words = read(passage.text);
      addWords(passageText, [
        [title, fieldWeights.titleOfPassage],
        [heading, fieldWeights.heading],
        [words, fieldWeights.text],
      ]);
      passages.push(passage);
      owners.push(at);
      body.push(...words);
      if (passage.heading !== previous) headings.push(...heading);
      previous = passage.heading;
    }
    whole.push([headings, fieldWeights.heading], [body, fieldWeights.text]);
    addWords(text, whole);
    addUnit(titleGrams, titleGramCounts(title));
    entries.push({ title: stems(title), tags: stems(tags), headings: stems(headings), body: stems(body) });
  });
  const rarityOfWord = base?.rarityOfWord ?? rarityIn(text.builder);
  const rarityOfTitleGram = base?.rarityOfTitleGram ?? rarityIn(titleGrams);
  return {
    candidates: buildCandidates(
      entries.map((entry) => ({ ...entry, body: mostTelling(entry.body, rarityOfWord) })),
    ),
    text: packBm25(text, rarityOfWord, articleBm25),
    passageText: packBm25(passageText, rarityOfWord, passageBm25),
    passages,
    passageOwners: Uint32Array.from(owners),
    titleGrams: packSparse(titleGrams, {
      weigh: (count, factor) => dampened(count) * factor,
      factorOf: rarityOfTitleGram,
      unitLength: true,
    }),
    rarityOfWord,
    rarityOfTitleGram,
  };
}

/** Counts of the character runs of the words about the subject. */
export function titleGramCounts(words: readonly Word[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words)
    if (!word.isFunction) for (const gram of gramsOf(word.text, titleGramSizes)) add(counts, gram, 1);
  return counts;
}

/** The words of a text, each counted for the speller. */
export function analyseAndCount(text: string, locale: string, known: Map<string, number>): Word[] {
  const words = analyse(text, locale);
  for (const word of words) add(known, word.text, 1);
  return words;
}

/** Rarity among the units collected so far and later ones. */
export const rarityIn =
  (builder: SparseBuilder): RarityOf =>
  (feature) =>
    rarity(builder.size, countOf(builder, feature));

interface Units {
  builder: SparseBuilder;
  /** Words about the subject in each unit. */
  lengths: number[];
}
const createUnits = (): Units => ({ builder: createSparse(), lengths: [] });

function addWords(units: Units, fields: Weighed): void {
  const counts = new Map<string, number>();
  let length = 0;
  for (const [words, weight] of fields)
    for (const word of words) {
      if (word.isFunction) continue;
      add(counts, word.stem, weight);
      length++;
    }
  addUnit(units.builder, counts);
  units.lengths.push(length);
}

function packBm25({ builder, lengths }: Units, rarityOf: RarityOf, settings: Bm25): SparseIndex {
  const average = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
  return packSparse(builder, {
    factorOf: rarityOf,
    weigh: (frequency, factor, unit) =>
      bm25Weight({ rarity: factor, frequency }, { own: lengths[unit]!, average }, settings),
  });
}

const stems = (words: readonly Word[]): string[] =>
  words.filter((word) => !word.isFunction).map((word) => word.stem);

function mostTelling(body: readonly string[], rarityOf: RarityOf): string[] {
  const counts = new Map<string, number>();
  for (const stem of body) add(counts, stem, 1);
  return [...counts]
    .map(([stem, count]) => ({ stem, weight: dampened(count) * rarityOf(stem) }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, lunrBodyTerms)
    .map(({ stem }) => stem);
}
