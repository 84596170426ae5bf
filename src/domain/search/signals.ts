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
  const size = segment.documents.length;
  const { passage, bestPassage } = bestPassages(segment, question);
  const signals: Signals = {
    text: dotProducts(segment.text, question.terms),
    passage,
    title: dotProducts(segment.titleGrams, question.titleGrams),
    words: dotProducts(segment.centroids.words, question.learnt.words),
    pairs: dotProducts(segment.centroids.pairs, question.learnt.pairs),
    grams: dotProducts(segment.centroids.grams, question.learnt.grams),
    nearest: nearestSums(dotProducts(segment.nearest, question.learnt.words), segment.nearestOwners, size),
  };
  const rarest = [...question.terms.keys()].sort(
    (a, b) => segment.rarities.word(b) - segment.rarities.word(a),
  );
  const candidates = new Set(findCandidates(segment.candidates, rarest, maxCandidates));
  for (const name of ['passage', 'title', 'words', 'grams', 'nearest'] as const)
    for (const at of highest(signals[name], maxCandidates)) candidates.add(at);
  return { signals, bestPassage, candidates };
}

function bestPassages(segment: Segment, question: Question) {
  const size = segment.documents.length;
  const scores = dotProducts(segment.passageText, question.terms);
  const passage = new Float32Array(size);
  const bestPassage = new Int32Array(size).fill(-1);
  segment.passageOwners.forEach((owner, at) => {
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
