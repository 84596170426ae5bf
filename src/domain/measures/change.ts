import { shareDifference } from './difference.ts';
import type { Figure, Measure } from './measures.ts';

/** How a figure differs from that of the period before. */
export interface Change {
  /** In the measure's unit; of a share in shares, so that 0.04 is four points. */
  by: number;
  /** Of a share: whether the 95 % interval of the difference leaves out zero; null where none is known. */
  isClear: boolean | null;
  /** Null where neither way is good news, or nothing changed. */
  isBetter: boolean | null;
}

/** Null when either period has nothing to measure. */
export function changeOf(
  { unit, better }: Pick<Measure, 'unit' | 'better'>,
  now: Figure,
  before: Figure,
): Change | null {
  if (now.value === null || before.value === null) return null;
  const by = now.value - before.value;
  const isBetter = better === null || by === 0 ? null : by > 0 === (better === 'up');
  return { by, isClear: unit === 'share' ? isClear(now, before) : null, isBetter };
}

function isClear(now: Figure, before: Figure): boolean {
  const difference = shareDifference({ of: now.of!, n: now.n }, { of: before.of!, n: before.n });
  return difference !== null && (difference.low > 0 || difference.high < 0);
}
