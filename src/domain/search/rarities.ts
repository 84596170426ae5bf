import { rarity } from './bm25.ts';
import type { Feature, SparseBuilder } from './sparse.ts';

/** How rare the features of some units are, in nats; plain data, so that it can be kept in a file. */
export interface Rarities {
  features: ReadonlyMap<Feature, number>;
  values: Float32Array;
  /** Of a feature that no unit has. */
  unseen: number;
}

/** How rare the features are among the units that were collected. */
export const raritiesIn = ({ features, counts, size }: SparseBuilder): Rarities => ({
  features,
  values: Float32Array.from(counts, (having) => rarity(size, having)),
  unseen: rarity(size, 0),
});

export function rarityOf({ features, values, unseen }: Rarities, feature: Feature): number {
  const id = features.get(feature);
  return id === undefined ? unseen : values[id]!;
}
