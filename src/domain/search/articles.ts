import type lunr from 'lunr';
import { analyse, gramsOf, type Word } from './analyse.ts';
import { bm25Weight, rarity, type Bm25 } from './bm25.ts';
import { buildCandidates, type LunrEntry } from './candidates.ts';
import type { SearchDocument } from './document.ts';
import { add, dampened } from './features.ts';
import { isConcept, withConcepts, type Thesaurus } from './synonyms.ts';
import { passagesOf, type Passage } from './passages.ts';
import {
  addUnit,
  countOf,
  createSparse,
  packSparse,
  type Feature,
  type SparseBuilder,
  type SparseIndex,
} from './sparse.ts';

/** Weight of a word by where it stands, in occurrences in the text (BM25F, Robertson, Zaragoza & Taylor 2004). */
const fieldWeights = { heading: 2, text: 1, code: 0.25, titleOfPassage: 1 };
const titleBm25: Bm25 = { k1: 1.2, b: 0.5 };
const textBm25: Bm25 = { k1: 1.2, b: 0.75 };
const passageBm25: Bm25 = { k1: 1.2, b: 0.5 };
/** What a word of the same meaning counts in a title beside the word itself. In the text such words only add noise. */
const conceptShare = 0.4;
/** Most telling words of an article's text that lunr keeps, so that its index stays small. */
const lunrBodyTerms = 16;
const titleGramSizes = [3, 4];

export type RarityOf = (feature: Feature) => number;

/** What the articles themselves say, indexed: public text only. */
export interface ArticleIndexes {
  candidates: lunr.Index;
  /** BM25 of titles with tags, of headings with text, and BM25F of passages. */
  title: SparseIndex;
  text: SparseIndex;
  passageText: SparseIndex;
  passages: readonly Passage[];
  passageOwners: Uint32Array;
  /** The subject words of each passage in order, as features of `passageText`: passage p has them from `ends[p - 1]` on. */
  passageWords: Uint32Array;
  passageEnds: Uint32Array;
  /** Unit vectors of the character runs of titles. */
  titleGrams: SparseIndex;
  rarityOfWord: RarityOf;
  rarityOfTitleGram: RarityOf;
}

type Weighed = readonly (readonly [readonly Word[], number])[];

/** Words that were seen, for the speller: how often, and those that a stranger may be shown. */
export interface Vocabulary {
  known: Map<string, number>;
  published: Set<string>;
}

/** Indexes the articles' own text, and adds its words to the vocabulary. */
export function indexArticles(
  locale: string,
  documents: readonly SearchDocument[],
  { known, published }: Vocabulary,
  thesaurus: Thesaurus,
  base?: Pick<ArticleIndexes, 'rarityOfWord' | 'rarityOfTitleGram'>,
): ArticleIndexes {
  const titles = createUnits();
  const text = createUnits();
  const passageText = createUnits();
  const whole = createSparse();
  const titleGrams = createSparse();
  const passages: Passage[] = [];
  const owners: number[] = [];
  const sequence: number[] = [];
  const ends: number[] = [];
  const entries: LunrEntry[] = [];
  documents.forEach((document, at) => {
    const read = (raw: string) => {
      const words = analyseAndCount(raw, locale, known);
      if (document.audience === 'public') for (const word of words) published.add(word.text);
      return words;
    };
    const plainTitle = read(document.title);
    const title = withConcepts(plainTitle, thesaurus);
    const tags = read(document.tags.join(', '));
    const body: Word[] = [];
    const code: Word[] = [];
    const headings: Word[] = [];
    let previous = '';
    for (const passage of passagesOf(document)) {
      const heading = read(passage.heading);
      const all = read(passage.text);
      const isCode = ({ start }: Word) => passage.code.some(([from, to]) => start >= from && start < to);
      const [words, listed] =
        passage.code.length > 0 ? [all.filter((word) => !isCode(word)), all.filter(isCode)] : [all, []];
      addWords(passageText, [
        [plainTitle, fieldWeights.titleOfPassage],
        [heading, fieldWeights.heading],
        [words, fieldWeights.text],
        [listed, fieldWeights.code],
      ]);
      passages.push(passage);
      owners.push(at);
      for (const stem of stems([...heading, ...all]))
        sequence.push(passageText.builder.features.get(stem)!);
      ends.push(sequence.length);
      body.push(...words);
      code.push(...listed);
      if (passage.heading !== previous) headings.push(...heading);
      previous = passage.heading;
    }
    addWords(titles, [
      [title, 1],
      [tags, 1],
    ]);
    addWords(text, [
      [headings, fieldWeights.heading],
      [body, fieldWeights.text],
      [code, fieldWeights.code],
    ]);
    addUnit(whole, countsOf([title, headings, body, code]));
    addUnit(titleGrams, titleGramCounts(title));
    entries.push({ title: stems(title), tags: stems(tags), headings: stems(headings), body: stems(body) });
  });
  const rarityOfWord = base?.rarityOfWord ?? rarityIn(whole);
  const rarityOfTitleGram = base?.rarityOfTitleGram ?? rarityIn(titleGrams);
  return {
    candidates: buildCandidates(
      entries.map((entry) => ({ ...entry, body: mostTelling(entry.body, rarityOfWord) })),
    ),
    title: packBm25(
      titles,
      (feature) => (isConcept(feature) ? conceptShare : 1) * rarityOfWord(feature),
      titleBm25,
    ),
    text: packBm25(text, rarityOfWord, textBm25),
    passageText: packBm25(passageText, rarityOfWord, passageBm25),
    passages,
    passageOwners: Uint32Array.from(owners),
    passageWords: Uint32Array.from(sequence),
    passageEnds: Uint32Array.from(ends),
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
  for (const [words, weight] of fields)
    for (const word of words) for (const concept of word.concepts ?? []) add(counts, concept, weight);
  addUnit(units.builder, counts);
  units.lengths.push(length);
}

function countsOf(fields: readonly (readonly Word[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of fields)
    for (const word of words) {
      if (!word.isFunction) add(counts, word.stem, 1);
      for (const concept of word.concepts ?? []) add(counts, concept, 1);
    }
  return counts;
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
