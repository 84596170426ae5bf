import { buildIndex, type SearchIndex } from './engine.ts';
import { unitLength, weighByRarity } from './features.ts';
import type { Library } from './library.ts';
import { readQuestion } from './question.ts';

/** A text, and the language it is in. */
export interface Wording {
  locale: string;
  text: string;
}
/** Features and their weights, of length 1 (Euclidean), so that a dot product is a likeness from 0 to 1. */
export type Vector = [feature: string, weight: number][];

/** A run of letters, not a word or a meaning. */
export const isOfLetters = (feature: string): boolean => feature.startsWith(lettersMark);
const lettersMark = '#';

/** How alike two vectors are, from 0 to 1: their dot product, the cosine of what has length 1. */
export function likeness(a: Vector, b: Vector): number {
  const weights = new Map(b);
  return a.reduce((sum, [feature, weight]) => sum + weight * (weights.get(feature) ?? 0), 0);
}

/** What words and meanings count beside the runs of letters, which hold what is misspelt or in another language together. */
const wordShare = 0.75;

/** Where questions point, by the words, meanings and rarities that the search itself goes by. Empty without a telling word. */
export function vectorsIn(library: Library, wordings: readonly Wording[]): Vector[] {
  const blank = new Map<string, SearchIndex>();
  const indexOf = (locale: string) => {
    const known = library.indexes.get(locale) ?? blank.get(locale);
    if (known) return known;
    const made = buildIndex(locale, []);
    blank.set(locale, made);
    return made;
  };
  return wordings.map(({ locale, text }) => vectorOf(indexOf(locale), text));
}

function vectorOf(index: SearchIndex, text: string): Vector {
  const segments = index.overlay ? [index.base, index.overlay] : [index.base];
  const { meanings, titleGrams } = readQuestion(segments, text);
  const words = unitLength(weighByRarity(meanings, index.base.learnt.rarities.words));
  if (words.size === 0) return [];
  const [ofWords, ofGrams] = [Math.sqrt(wordShare), Math.sqrt(1 - wordShare)];
  return [
    ...[...words].map(([feature, weight]): [string, number] => [String(feature), weight * ofWords]),
    ...[...titleGrams].map(([gram, weight]): [string, number] => [`${lettersMark}${gram}`, weight * ofGrams]),
  ];
}
