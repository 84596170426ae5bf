import { rarityOf, type Rarities } from './rarities.ts';
import type { Feature, Features } from './sparse.ts';

/** Adds to a count. */
export function add<Key extends Feature>(counts: Map<Key, number>, feature: Key, amount: number): void {
  counts.set(feature, (counts.get(feature) ?? 0) + amount);
}

/** The same features with length 1 (Euclidean). */
export function unitLength(features: Features): Map<Feature, number> {
  let squares = 0;
  for (const weight of features.values()) squares += weight * weight;
  const length = Math.sqrt(squares) || 1;
  const unit = new Map<Feature, number>();
  for (const [feature, weight] of features) unit.set(feature, weight / length);
  return unit;
}

/** How much a count says: a repeated feature counts logarithmically (Salton & Buckley 1988, `l`). */
export const dampened = (count: number): number => (count > 1 ? 1 + Math.log(count) : count);

/** Weighs counts by rarity. */
export function weighByRarity(counts: Features, rarities: Rarities): Map<Feature, number> {
  const weights = new Map<Feature, number>();
  for (const [feature, count] of counts) weights.set(feature, dampened(count) * rarityOf(rarities, feature));
  return weights;
}
