import { isOfLetters, type Vector } from '#src/domain/search/vectors.ts';
import { leastLikeness } from './gap.ts';

/**
 * The directions of gaps, by feature: a question is compared only with gaps that share one. In flat lists, because
 * thousands of gaps have sixty features each: as maps of maps, 5,000 gaps took 24 MiB, a third of what they take so.
 */
export interface Directions {
  byFeature: Map<string, Postings>;
  byGap: Map<number, Postings[]>;
}

/** The gaps that have a feature, and with what weight, in the same order. */
interface Postings {
  feature: string;
  gaps: number[];
  weights: number[];
}

export function directionsOf(gaps: Iterable<{ id: number; direction: Vector }>): Directions {
  const directions: Directions = { byFeature: new Map(), byGap: new Map() };
  for (const { id, direction } of gaps) setDirection(directions, id, direction);
  return directions;
}

/** Empty for a gap that is not known. */
export function directionOf({ byGap }: Directions, id: number): Vector {
  const own = byGap.get(id) ?? [];
  return own.map(({ feature, gaps, weights }) => [feature, weights[gaps.indexOf(id)]!]);
}

export function setDirection(directions: Directions, id: number, direction: Vector): void {
  dropDirection(directions, id);
  const own = direction.map(([feature, weight]) => {
    const postings = postingsOf(directions, feature);
    postings.gaps.push(id);
    postings.weights.push(weight);
    return postings;
  });
  directions.byGap.set(id, own);
}

export function dropDirection({ byGap }: Directions, id: number): void {
  for (const { gaps, weights } of byGap.get(id) ?? []) {
    const at = gaps.indexOf(id);
    const [lastGap, lastWeight] = [gaps.pop()!, weights.pop()!];
    if (at < gaps.length) [gaps[at], weights[at]] = [lastGap, lastWeight];
  }
  byGap.delete(id);
}

/**
 * The gap a question belongs to, null when it is like none. Only gaps that share a word or a meaning are looked at: runs of
 * letters weigh half of a question, so without one they never reach the least likeness.
 */
export function nearestGap({ byFeature }: Directions, vector: Vector): number | null {
  const likeness = new Map<number, number>();
  for (const [feature, weight] of vector.toSorted(wordsFirst))
    add(likeness, byFeature.get(feature), { weight, onlyToKnown: isOfLetters(feature) });
  let best: number | null = null;
  let most = leastLikeness;
  for (const [id, value] of likeness) if (value >= most) [best, most] = [id, value];
  return best;
}

function postingsOf({ byFeature }: Directions, feature: string): Postings {
  const known = byFeature.get(feature);
  if (known) return known;
  const made: Postings = { feature, gaps: [], weights: [] };
  byFeature.set(feature, made);
  return made;
}

const wordsFirst = ([a]: Vector[number], [b]: Vector[number]): number =>
  Number(isOfLetters(a)) - Number(isOfLetters(b));

function add(
  likeness: Map<number, number>,
  postings: Postings | undefined,
  { weight, onlyToKnown }: { weight: number; onlyToKnown: boolean },
): void {
  postings?.gaps.forEach((id, at) => {
    const before = likeness.get(id);
    if (before === undefined && onlyToKnown) return;
    likeness.set(id, (before ?? 0) + weight * postings.weights[at]!);
  });
}
