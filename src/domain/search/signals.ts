import type { ArticleIndexes } from './articles.ts';
import { findCandidates } from './candidates.ts';
import { nearestOne, nearestSums } from './neighbours.ts';
import type { Question } from './question.ts';
import { rarityOf } from './rarities.ts';
import type { Segment } from './segment.ts';
import { dotProducts } from './sparse.ts';

/** One value per article of a segment for each way of looking, unscaled. */
export interface Signals {
  /** BM25 of title and tags, words of the same meaning included. */
  title: Float32Array;
  /** BM25 of headings and text. */
  text: Float32Array;
  /** BM25F of its best passage, and its words side by side. */
  passage: Float32Array;
  /** Character runs shared with the title (cosine). */
  titleGrams: Float32Array;
  /** Nearness to the centroid of title and past questions, by words, pairs and character runs (cosine). */
  words: Float32Array;
  pairs: Float32Array;
  grams: Float32Array;
  /** The nearest single past questions (sum of cosines). */
  nearest: Float32Array;
  /** The nearest of them (cosine). */
  nearestOne: Float32Array;
}
export type SignalName = keyof Signals;
export const signalNames: readonly SignalName[] = [
  'title',
  'text',
  'passage',
  'titleGrams',
  'words',
  'pairs',
  'grams',
  'nearest',
  'nearestOne',
];

export interface Scored {
  signals: Signals;
  /** The best passage of each article, -1 without one. */
  bestPassage: Int32Array;
  /** Articles worth ranking. */
  candidates: Set<number>;
}

/** Most articles each way of looking may propose. */
const maxCandidates = 100;
/** Passages that are looked at word by word. */
const maxPassages = 100;
/** What two words of the question side by side count beside the words themselves. */
const adjacentShare = 0.4;

/** Scores every article of a segment by every signal. */
export function scoreSegment(segment: Segment, question: Question): Scored {
  const { articles, learnt } = segment;
  const { passage, bestPassage } = bestPassages(segment, question);
  const singles = dotProducts(learnt.nearest, question.learnt.words);
  const signals: Signals = {
    title: dotProducts(articles.title, question.meanings),
    text: dotProducts(articles.text, question.terms),
    passage,
    titleGrams: dotProducts(articles.titleGrams, question.titleGrams),
    words: dotProducts(learnt.centroids.words, question.learnt.words),
    pairs: dotProducts(learnt.centroids.pairs, question.learnt.pairs),
    grams: dotProducts(learnt.centroids.grams, question.learnt.grams),
    nearest: nearestSums(singles, learnt.nearestOwners, segment.documents.length),
    nearestOne: nearestOne(singles, learnt.nearestOwners, segment.documents.length),
  };
  const rarity = (stem: string) => rarityOf(articles.wordRarities, stem);
  const rarest = [...question.terms.keys()].sort((a, b) => rarity(b) - rarity(a));
  const candidates = new Set(findCandidates(articles.candidates, rarest, maxCandidates));
  for (const name of ['title', 'passage', 'words', 'grams', 'nearest'] as const)
    for (const at of highest(signals[name], maxCandidates)) candidates.add(at);
  return { signals, bestPassage, candidates };
}

function bestPassages({ articles, documents }: Segment, question: Question) {
  const scores = dotProducts(articles.passageText, question.terms);
  const neighbours = neighboursIn(articles, question);
  const passage = new Float32Array(documents.length);
  const bestPassage = new Int32Array(documents.length).fill(-1);
  for (const at of highest(scores, maxPassages))
    scores[at]! += adjacentShare * adjacency(articles, at, neighbours);
  const { passageOwners } = articles;
  for (let at = 0; at < passageOwners.length; at++) {
    const owner = passageOwners[at]!;
    if (bestPassage[owner] !== -1 && scores[at]! <= passage[owner]!) continue;
    bestPassage[owner] = at;
    passage[owner] = scores[at]!;
  }
  return { passage, bestPassage };
}

type Neighbours = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Subject words that follow one another in the question → what finding them so is worth: the rarity of the commoner. */
function neighboursIn({ passageText, wordRarities }: ArticleIndexes, question: Question): Neighbours {
  const neighbours = new Map<number, Map<number, number>>();
  const stems = question.words.filter((word) => !word.isFunction).map((word) => word.stem);
  stems.forEach((stem, at) => {
    const first = passageText.features.get(stem);
    const second = passageText.features.get(stems[at + 1] ?? '');
    if (first === undefined || second === undefined) return;
    const worth = Math.min(rarityOf(wordRarities, stem), rarityOf(wordRarities, stems[at + 1]!));
    neighbours.set(first, (neighbours.get(first) ?? new Map<number, number>()).set(second, worth));
  });
  return neighbours;
}

/** What the neighbouring words of the question that a passage holds side by side are worth, in nats; each pair once. */
function adjacency(
  { passageWords, passageEnds }: ArticleIndexes,
  passage: number,
  neighbours: Neighbours,
): number {
  if (neighbours.size === 0) return 0;
  const found = new Map<string, number>();
  for (let at = passageEnds[passage - 1] ?? 0; at < passageEnds[passage]! - 1; at++) {
    const worth = neighbours.get(passageWords[at]!)?.get(passageWords[at + 1]!);
    if (worth !== undefined) found.set(`${passageWords[at]} ${passageWords[at + 1]}`, worth);
  }
  return [...found.values()].reduce((sum, worth) => sum + worth, 0);
}

/** Steps between zero and the highest value by which values are told apart before they are sorted. */
const steps = 1024;

/**
 * Positions of the highest values above zero, in order of position; all of those that share the last value, up to twice
 * the limit. Only the values near the top are sorted: counting the others by steps is enough.
 */
export function highest(values: Float32Array, limit: number): number[] {
  const near = positionsFrom(values, floorOf(values, limit));
  if (near.length <= limit) return near;
  const sorted = Float32Array.from(near, (at) => values[at]!).sort();
  const least = sorted[sorted.length - limit]!;
  return near.filter((at) => values[at]! >= least).slice(0, 2 * limit);
}

/** A value that at least `limit` of the values above zero reach, when there are so many, and not many more do. */
function floorOf(values: Float32Array, limit: number): number {
  let top = 0;
  for (let at = 0; at < values.length; at++) if (values[at]! > top) top = values[at]!;
  if (top === 0) return Infinity;
  const counts = new Uint32Array(steps + 1);
  for (let at = 0; at < values.length; at++)
    if (values[at]! > 0) counts[Math.floor((values[at]! / top) * steps)]!++;
  let reached = 0;
  for (let step = steps; step > 0; step--) {
    reached += counts[step]!;
    // One step lower than counted: rounding must not lose what stands on the border.
    if (reached >= limit) return ((step - 1) / steps) * top;
  }
  return 0;
}

function positionsFrom(values: Float32Array, floor: number): number[] {
  const positions: number[] = [];
  for (let at = 0; at < values.length; at++) if (values[at]! > 0 && values[at]! >= floor) positions.push(at);
  return positions;
}
