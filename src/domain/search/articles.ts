import type lunr from 'lunr';
import { gramsOf, type Word } from './analyse.ts';
import { bm25Weight, type Bm25 } from './bm25.ts';
import { buildCandidates, type LunrEntry } from './candidates.ts';
import type { SearchDocument } from './document.ts';
import { add, dampened } from './features.ts';
import type { Passage } from './passages.ts';
import { raritiesIn, rarityOf, type Rarities } from './rarities.ts';
import { readArticle, type ReadArticle, type Vocabulary } from './readArticle.ts';
import { isConcept, type Thesaurus } from './synonyms.ts';
import {
  addUnit,
  countUnit,
  createSparse,
  packSparse,
  push,
  unitAt,
  wholeNumbers,
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

/** What the articles themselves say, indexed: public text only. */
export interface ArticleIndexes {
  candidates: lunr.Index;
  /** BM25 of titles with tags, of headings with text, and BM25F of passages. */
  title: SparseIndex;
  text: SparseIndex;
  passageText: SparseIndex;
  passages: readonly Omit<Passage, 'code'>[];
  passageOwners: Uint32Array;
  /** The subject words of each passage in order, as features of `passageText`: passage p has them from `ends[p - 1]` on. */
  passageWords: Uint32Array;
  passageEnds: Uint32Array;
  /** Unit vectors of the character runs of titles. */
  titleGrams: SparseIndex;
  wordRarities: Rarities;
  titleGramRarities: Rarities;
}

type Weighed = readonly (readonly [readonly Word[], number])[];

/** Indexes the articles' own text, and adds its words to the vocabulary. */
export function indexArticles(
  locale: string,
  documents: readonly SearchDocument[],
  vocabulary: Vocabulary,
  thesaurus: Thesaurus,
  base?: Pick<ArticleIndexes, 'wordRarities' | 'titleGramRarities'>,
): ArticleIndexes {
  const collected = collect();
  for (const document of documents)
    addArticle(collected, readArticle(document, { locale, vocabulary, thesaurus }));
  return pack(collected, base);
}

/** Everything that was read, before it is weighed: how rare a word is shows only at the end. */
interface Collected {
  titles: Units;
  text: Units;
  passageText: Units;
  titleGrams: SparseBuilder;
  /** Counts in how many articles a word is. */
  whole: SparseBuilder;
  passages: Omit<Passage, 'code'>[];
  owners: number[];
  words: ReturnType<typeof wholeNumbers>;
  ends: number[];
  entries: Omit<LunrEntry, 'body'>[];
}

const collect = (): Collected => ({
  titles: createUnits(),
  text: createUnits(),
  passageText: createUnits(),
  titleGrams: createSparse(),
  whole: createSparse(),
  passages: [],
  owners: [],
  words: wholeNumbers(),
  ends: [],
  entries: [],
});

function addArticle(to: Collected, { title, plainTitle, tags, passages }: ReadArticle): void {
  for (const { passage, ...words } of passages) addPassage(to, passage, { title: plainTitle, ...words });
  const headings = passages.flatMap(({ heading, passage }, at) =>
    passage.heading === passages[at - 1]?.passage.heading ? [] : heading,
  );
  const text = passages.flatMap((passage) => passage.text);
  const code = passages.flatMap((passage) => passage.code);
  addWords(to.titles, [
    [title, 1],
    [tags, 1],
  ]);
  addWords(to.text, [
    [headings, fieldWeights.heading],
    [text, fieldWeights.text],
    [code, fieldWeights.code],
  ]);
  countUnit(to.whole, featuresOf([title, headings, text, code]));
  addUnit(to.titleGrams, titleGramCounts(title));
  to.entries.push({ title: stems(title), tags: stems(tags), headings: stems(headings) });
}

function addPassage(
  to: Collected,
  { heading, anchor, text }: Passage,
  words: Record<'title' | 'heading' | 'text' | 'code', Word[]>,
): void {
  addWords(to.passageText, [
    [words.title, fieldWeights.titleOfPassage],
    [words.heading, fieldWeights.heading],
    [words.text, fieldWeights.text],
    [words.code, fieldWeights.code],
  ]);
  to.passages.push({ heading, anchor, text });
  to.owners.push(to.entries.length);
  const { features } = to.passageText.builder;
  for (const stem of stems([...words.heading, ...words.text, ...words.code]))
    push(to.words, features.get(stem)!);
  to.ends.push(to.words.length);
}

function pack(
  { titles, text, passageText, titleGrams, whole, passages, owners, words, ends, entries }: Collected,
  base?: Pick<ArticleIndexes, 'wordRarities' | 'titleGramRarities'>,
): ArticleIndexes {
  const wordRarities = base?.wordRarities ?? raritiesIn(whole);
  const titleGramRarities = base?.titleGramRarities ?? raritiesIn(titleGrams);
  const weightOf = (feature: Feature) => rarityOf(wordRarities, feature);
  return {
    candidates: buildCandidates(withMostTelling(entries, text.builder, wordRarities)),
    title: packBm25(
      titles,
      (feature) => (isConcept(feature) ? conceptShare : 1) * weightOf(feature),
      titleBm25,
    ),
    text: packBm25(text, weightOf, textBm25),
    passageText: packBm25(passageText, weightOf, passageBm25),
    passages,
    passageOwners: Uint32Array.from(owners),
    passageWords: words.array.slice(0, words.length),
    passageEnds: Uint32Array.from(ends),
    titleGrams: packSparse(titleGrams, {
      weigh: (count, factor) => dampened(count) * factor,
      factorOf: (feature) => rarityOf(titleGramRarities, feature),
      unitLength: true,
    }),
    wordRarities,
    titleGramRarities,
  };
}

/** Counts of the character runs of the words about the subject. */
export function titleGramCounts(words: readonly Word[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words)
    if (!word.isFunction) for (const gram of gramsOf(word.text, titleGramSizes)) add(counts, gram, 1);
  return counts;
}

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
      for (const concept of word.concepts ?? []) add(counts, concept, weight);
      if (word.isFunction) continue;
      add(counts, word.stem, weight);
      length++;
    }
  addUnit(units.builder, counts);
  units.lengths.push(length);
}

function featuresOf(fields: readonly (readonly Word[])[]): Set<string> {
  const features = new Set<string>();
  for (const words of fields)
    for (const word of words) {
      if (!word.isFunction) features.add(word.stem);
      for (const concept of word.concepts ?? []) features.add(concept);
    }
  return features;
}

function packBm25(
  { builder, lengths }: Units,
  factorOf: (feature: Feature) => number,
  settings: Bm25,
): SparseIndex {
  const average = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
  return packSparse(builder, {
    factorOf,
    weigh: (frequency, factor, unit) =>
      bm25Weight({ rarity: factor, frequency }, { own: lengths[unit]!, average }, settings),
  });
}

const stems = (words: readonly Word[]): string[] =>
  words.filter((word) => !word.isFunction).map((word) => word.stem);

function withMostTelling(
  entries: readonly Omit<LunrEntry, 'body'>[],
  text: SparseBuilder,
  rarities: Rarities,
): LunrEntry[] {
  const names = [...text.features.keys()].map(String);
  const weights = Float32Array.from(names, (name) => rarityOf(rarities, name));
  return entries.map((entry, at) => {
    const { ids, values } = unitAt(text, at);
    const weighed = Array.from(ids, (id, nth) => ({ id, weight: dampened(values[nth]!) * weights[id]! }));
    weighed.sort((a, b) => b.weight - a.weight);
    return { ...entry, body: weighed.slice(0, lunrBodyTerms).map(({ id }) => names[id]!) };
  });
}
