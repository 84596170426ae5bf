import { isOfLetters, type Vector } from '#src/domain/search/vectors.ts';
import { leastLikeness } from './gap.ts';

/**
 * The directions of gaps, found by words and meanings. In flat lists, because thousands of gaps have sixty features each:
 * as maps of maps of every feature 5,000 gaps took 24 MiB, and a question 1.5 ms.
 */
export interface Directions {
  byWord: Map<string, Postings>;
  byGap: Map<number, Direction>;
}

/** The gaps that have a word, and with what weight, in the same order. */
interface Postings {
  gaps: number[];
  weights: number[];
}

interface Direction {
  features: string[];
  weights: number[];
  /** Length of the part that runs of letters make. */
  letters: number;
}

export function directionsOf(gaps: Iterable<{ id: number; direction: Vector }>): Directions {
  const directions: Directions = { byWord: new Map(), byGap: new Map() };
  for (const { id, direction } of gaps) setDirection(directions, id, direction);
  return directions;
}

/** Empty for a gap that is not known. */
export function directionOf({ byGap }: Directions, id: number): Vector {
  const { features, weights } = byGap.get(id) ?? { features: [], weights: [] };
  return features.map((feature, at) => [feature, weights[at]!]);
}

export function setDirection(directions: Directions, id: number, direction: Vector): void {
  dropDirection(directions, id);
  const { words, letters } = partsOf(direction);
  for (const [word, weight] of words) {
    const { gaps, weights } = postingsOf(directions, word);
    gaps.push(id);
    weights.push(weight);
  }
  directions.byGap.set(id, {
    features: direction.map(([feature]) => feature),
    weights: direction.map(([, weight]) => weight),
    letters: lengthOf(letters),
  });
}

/**
 * The gap a question belongs to, or another gap is like; null when it is like none. Runs of letters are compared only where, with what the words
 * say, they could make it alike enough: a product is never more than that of the lengths (Cauchy-Schwarz).
 */
export function nearestGap(
  { byWord, byGap }: Directions,
  vector: Vector,
  { least = leastLikeness, except }: { least?: number; except?: number } = {},
): number | null {
  const { words, letters } = partsOf(vector);
  const byLetters = new Map(letters);
  const length = lengthOf(letters);
  let best: number | null = null;
  let most = least;
  for (const [id, ofWords] of wordLikeness(byWord, words)) {
    if (id === except) continue;
    const gap = byGap.get(id)!;
    if (ofWords + length * gap.letters < most) continue;
    const likeness = ofWords + product(gap, byLetters);
    if (likeness >= most) [best, most] = [id, likeness];
  }
  return best;
}

function wordLikeness(byWord: Directions['byWord'], words: Vector): Map<number, number> {
  const likeness = new Map<number, number>();
  for (const [word, weight] of words) {
    const postings = byWord.get(word);
    postings?.gaps.forEach((id, at) =>
      likeness.set(id, (likeness.get(id) ?? 0) + weight * postings.weights[at]!),
    );
  }
  return likeness;
}

function product({ features, weights }: Direction, other: ReadonlyMap<string, number>): number {
  return features.reduce((sum, feature, at) => sum + weights[at]! * (other.get(feature) ?? 0), 0);
}

/** Compare nothing with a gap any more. */
export function dropDirection({ byWord, byGap }: Directions, id: number): void {
  for (const feature of byGap.get(id)?.features ?? []) {
    const { gaps, weights } = byWord.get(feature) ?? { gaps: [], weights: [] };
    const at = gaps.indexOf(id);
    if (at < 0) continue;
    gaps.splice(at, 1);
    weights.splice(at, 1);
  }
  byGap.delete(id);
}

function postingsOf({ byWord }: Directions, word: string): Postings {
  const known = byWord.get(word) ?? { gaps: [], weights: [] };
  byWord.set(word, known);
  return known;
}

function partsOf(vector: Vector): { words: Vector; letters: Vector } {
  const { words = [], letters = [] } = Object.groupBy(vector, ([feature]) =>
    isOfLetters(feature) ? 'letters' : 'words',
  );
  return { words, letters };
}

const lengthOf = (vector: Vector): number => Math.hypot(...vector.map(([, weight]) => weight));
