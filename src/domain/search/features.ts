import type { Features } from './sparse.ts';

/** Adds to a count. */
export function add(counts: Map<string, number>, feature: string, amount: number): void {
  counts.set(feature, (counts.get(feature) ?? 0) + amount);
}

/** The same features with length 1 (Euclidean). */
export function unitLength(features: Features): Map<string, number> {
  let squares = 0;
  for (const weight of features.values()) squares += weight * weight;
  const length = Math.sqrt(squares) || 1;
  const unit = new Map<string, number>();
  for (const [feature, weight] of features) unit.set(feature, weight / length);
  return unit;
}

/** How much a count says: a repeated feature counts logarithmically (Salton & Buckley 1988, `l`). */
export const dampened = (count: number): number => (count > 1 ? 1 + Math.log(count) : count);

/** Weighs counts by rarity. */
export function weighByRarity(counts: Features, rarityOf: (feature: string) => number): Map<string, number> {
  const weights = new Map<string, number>();
  for (const [feature, count] of counts) weights.set(feature, dampened(count) * rarityOf(feature));
  return weights;
}
