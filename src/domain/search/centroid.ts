import { unitLength, weighByRarity } from './features.ts';
import type { Feature, Features } from './sparse.ts';

/**
 * The direction in which an article's questions point: the unit vectors of its title and of its past questions added, each
 * weight's square root taken (a word asked a hundred times is not a hundred times as telling), scaled to length 1.
 * Centroid classification after Han & Karypis (2000); the root is the variance-stabilising one for counts.
 */
export function centroidOf(examples: readonly Features[], rarityOf: (feature: Feature) => number): Features {
  const sum = new Map<Feature, number>();
  for (const example of examples)
    for (const [feature, weight] of unitLength(weighByRarity(example, rarityOf)))
      sum.set(feature, (sum.get(feature) ?? 0) + weight);
  for (const [feature, weight] of sum) sum.set(feature, Math.sqrt(weight));
  return unitLength(sum);
}
