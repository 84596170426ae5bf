/** Made-up but repeatable: the same seed gives the same demo. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** One of several, in proportion to their weights. */
  weighted<T extends { weight: number }>(from: readonly T[]): T;
}

/** mulberry32 (T. Ettinger, 2017): 32 bits of state, good enough for play. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    weighted: (from) => {
      let left = next() * from.reduce((sum, one) => sum + one.weight, 0);
      return from.find((one) => (left -= one.weight) < 0) ?? from[0]!;
    },
  };
}
