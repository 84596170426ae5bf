import { dampened } from './features.ts';
import type { Numbered } from './sparse.ts';

/**
 * The direction in which an article's questions point: the unit vectors of its title and of its past questions added, each
 * weight's square root taken (a word asked a hundred times is not a hundred times as telling), scaled to length 1.
 * Centroid classification after Han & Karypis (2000); the root is the variance-stabilising one for counts.
 * `examples` hold counts, `rarities` what each feature weighs; `sums`, one number a feature, are zero before and after.
 */
export function centroidOf(
  examples: readonly Numbered[],
  rarities: Float32Array,
  sums: Float64Array,
): Numbered {
  const touched: number[] = [];
  for (const { ids, values } of examples) {
    const weightAt = (at: number) => dampened(values[at]!) * rarities[ids[at]!]!;
    const scale = 1 / lengthOf(ids, weightAt);
    for (let at = 0; at < ids.length; at++) {
      if (sums[ids[at]!] === 0) touched.push(ids[at]!);
      sums[ids[at]!]! += weightAt(at) * scale;
    }
  }
  return takeRoots(Uint32Array.from(touched), sums);
}

/** Euclidean. */
function lengthOf(ids: Uint32Array, weightAt: (at: number) => number): number {
  let squares = 0;
  for (let at = 0; at < ids.length; at++) squares += weightAt(at) ** 2;
  return Math.sqrt(squares) || 1;
}

function takeRoots(ids: Uint32Array, sums: Float64Array): Numbered {
  let total = 0;
  for (const id of ids) total += sums[id]!;
  const scale = 1 / (Math.sqrt(total) || 1);
  const values = Float32Array.from(ids, (id) => Math.sqrt(sums[id]!) * scale);
  for (const id of ids) sums[id] = 0;
  return { ids, values };
}
