import type { Word } from './analyse.ts';
import { add } from './features.ts';
import type { Feature, Features } from './sparse.ts';

/** What a function word ("how", "is") counts beside a word about the subject, which counts 1. */
const functionWordShare = 0.5;
/** Two words are a pair when at most this many subject words apart. */
const pairDistance = 5;
/** What a pair of meanings counts beside a pair of words. */
const conceptPairShare = 0.7;
const gramSizes = [3, 5];

/** Three views of a question, kept apart because each is scaled by its own best hit before they are added. */
export interface QuestionFeatures {
  words: Features;
  pairs: Features;
  grams: Features;
}
export type View = keyof QuestionFeatures;
export const views: readonly View[] = ['words', 'pairs', 'grams'];

/** Counts of a question's stems, of its pairs of subject words in any order, and of the character runs of its words. */
export function questionFeatures(words: readonly Word[]): QuestionFeatures {
  return { words: wordCounts(words), pairs: pairCounts(words), grams: gramCounts(words) };
}

function wordCounts(words: readonly Word[]): Features {
  const counts = new Map<string, number>();
  for (const word of words) {
    add(counts, word.stem, word.isFunction ? functionWordShare : 1);
    for (const concept of word.concepts ?? []) add(counts, concept, 1);
  }
  return counts;
}

function pairCounts(words: readonly Word[]): Features {
  const counts = new Map<Feature, number>();
  const subjects = words.filter((word) => !word.isFunction || word.concepts);
  subjects.forEach((first, at) => {
    for (const second of subjects.slice(at + 1, at + pairDistance)) {
      const areWords = !first.isFunction && !second.isFunction;
      if (!first.concepts && !second.concepts) add(counts, pairOf(first.stem, second.stem), plainPair);
      else if (areWords) add(counts, pairOf(first.stem, second.stem), 1);
      if (first.concepts || second.concepts)
        add(counts, pairOf(meaningOf(first), meaningOf(second)), conceptPairShare);
    }
  });
  return counts;
}

/** What a pair counts whose words are their only meaning: as much as the pair and its meaning would. */
const plainPair = Math.hypot(1, conceptPairShare);

const meaningOf = (word: Word): string => word.concepts?.[0] ?? word.stem;
const pairOf = (a: string, b: string): number => (a < b ? hashOf(a, b) : hashOf(b, a));

/** 31 bits of FNV-1a (Fowler, Noll & Vo 1991): of a million pairs, about one in two thousand shares its number. */
function hashOf(first: string, second: string): number {
  let hash = hashOn(basis, first, 0, first.length);
  hash = Math.imul(hash ^ 0x20, 0x01000193);
  return hashOn(hash, second, 0, second.length) >>> 1;
}

const basis = 0x811c9dc5;

function hashOn(hash: number, text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** The runs of characters of a question, its words joined and its borders marked; by their hash, which is the quickest. */
function gramCounts(words: readonly Word[]): Features {
  const counts = new Map<Feature, number>();
  const text = `_${words.map((word) => word.text).join('_')}_`;
  for (const size of gramSizes)
    for (let at = 0; at + size <= text.length; at++) add(counts, hashOn(basis, text, at, at + size) >>> 1, 1);
  return counts;
}
