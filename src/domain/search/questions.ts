import { gramsOf, type Word } from './analyse.ts';
import { add } from './features.ts';
import type { Features } from './sparse.ts';

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
  const counts = new Map<string, number>();
  const subjects = words.filter((word) => !word.isFunction || word.concepts);
  subjects.forEach((first, at) => {
    for (const second of subjects.slice(at + 1, at + pairDistance)) {
      if (!first.isFunction && !second.isFunction) add(counts, pairOf(first.stem, second.stem), 1);
      add(counts, `~${pairOf(meaningOf(first), meaningOf(second))}`, conceptPairShare);
    }
  });
  return counts;
}

const meaningOf = (word: Word): string => word.concepts?.[0] ?? word.stem;
const pairOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

function gramCounts(words: readonly Word[]): Features {
  const counts = new Map<string, number>();
  for (const gram of gramsOf(words.map((word) => word.text).join('_'), gramSizes)) add(counts, gram, 1);
  return counts;
}
