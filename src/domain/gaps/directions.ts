import type { Vector } from '#src/domain/search/vectors.ts';
import { leastLikeness } from './gap.ts';

/** The directions of all gaps, by feature: a question is compared only with gaps that share one. */
export interface Directions {
  byFeature: Map<string, Map<number, number>>;
  byGap: Map<number, Vector>;
}

export function directionsOf(gaps: Iterable<{ id: number; direction: Vector }>): Directions {
  const directions: Directions = { byFeature: new Map(), byGap: new Map() };
  for (const { id, direction } of gaps) setDirection(directions, id, direction);
  return directions;
}

export function setDirection({ byFeature, byGap }: Directions, id: number, direction: Vector): void {
  for (const [feature] of byGap.get(id) ?? []) byFeature.get(feature)?.delete(id);
  for (const [feature, weight] of direction) {
    const own = byFeature.get(feature) ?? new Map<number, number>();
    own.set(id, weight);
    byFeature.set(feature, own);
  }
  byGap.set(id, direction);
}

/** The gap a question belongs to, null when it is like none. */
export function nearestGap({ byFeature }: Directions, vector: Vector): number | null {
  const likeness = new Map<number, number>();
  for (const [feature, weight] of vector)
    for (const [id, other] of byFeature.get(feature) ?? [])
      likeness.set(id, (likeness.get(id) ?? 0) + weight * other);
  let best: number | null = null;
  let most = leastLikeness;
  for (const [id, value] of likeness) if (value >= most) [best, most] = [id, value];
  return best;
}
