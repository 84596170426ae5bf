import { findCandidates } from './candidates.ts';
import { nearestSums } from './neighbours.ts';
import type { Question } from './question.ts';
import type { Segment } from './segment.ts';
import { dotProducts } from './sparse.ts';

/** One value per article of a segment for each way of looking, unscaled. */
export interface Signals {
  /** BM25F of the whole article. */
  text: Float32Array;
  /** BM25 of its best passage. */
  passage: Float32Array;
  /** Character runs shared with the title (cosine). */
  title: Float32Array;
  /** Nearness to the centroid of title and past questions, by words, pairs and character runs (cosine). */
  words: Float32Array;
  pairs: Float32Array;
  grams: Float32Array;
  /** The nearest single past questions (sum of cosines). */
  nearest: Float32Array;
}
export type SignalName = keyof Signals;
export const signalNames: readonly SignalName[] = [
  'text',
  'passage',
  'title',
  'words',
  'pairs',
  'grams',
  'nearest',
];

export interface Scored {
  signals: Signals;
  /** The best passage of each article, -1 without one. */
  bestPassage: Int32Array;
  /** Articles worth ranking. */
  candidates: Set<number>;
}

/** Most articles each way of looking may propose. */
const maxCandidates = 200;

/** Scores every article of a segment by every signal. */
export function scoreSegment(segment: Segment, question: Question): Scored {
  const { articles, learnt } = segment;
  const { passage, bestPassage } = bestPassages(segment, question);
  const singles = dotProducts(learnt.nearest, question.learnt.words);
  const signals: Signals = {
    text: dotProducts(articles.text, question.terms),
    passage,
    title: dotProducts(articles.titleGrams, question.titleGrams),
    words: dotProducts(learnt.centroids.words, question.learnt.words),
    pairs: dotProducts(learnt.centroids.pairs, question.learnt.pairs),
    grams: dotProducts(learnt.centroids.grams, question.learnt.grams),
    nearest: nearestSums(singles, learnt.nearestOwners, segment.documents.length),
  };
  const rarity = (stem: string) => articles.rarityOfWord(stem);
  const rarest = [...question.terms.keys()].sort((a, b) => rarity(b) - rarity(a));
  const candidates = new Set(findCandidates(articles.candidates, rarest, maxCandidates));
  for (const name of ['passage', 'title', 'words', 'grams', 'nearest'] as const)
    for (const at of highest(signals[name], maxCandidates)) candidates.add(at);
  return { signals, bestPassage, candidates };
}

function bestPassages({ articles, documents }: Segment, question: Question) {
  const scores = dotProducts(articles.passageText, question.terms);
  const passage = new Float32Array(documents.length);
  const bestPassage = new Int32Array(documents.length).fill(-1);
  articles.passageOwners.forEach((owner, at) => {
    if (bestPassage[owner] !== -1 && scores[at]! <= passage[owner]!) return;
    bestPassage[owner] = at;
    passage[owner] = scores[at]!;
  });
  return { passage, bestPassage };
}

/** Positions of the highest values above zero. */
export function highest(values: Float32Array, limit: number): number[] {
  const positions: number[] = [];
  values.forEach((value, at) => {
    if (value > 0) positions.push(at);
  });
  if (positions.length > limit) positions.sort((a, b) => values[b]! - values[a]!).splice(limit);
  return positions;
}
