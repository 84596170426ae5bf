import { wilsonInterval } from './wilson.ts';

/** How many of how many. */
export interface Counted {
  of: number;
  n: number;
}

/**
 * The difference of two shares, a − b, with its 95 % interval (Newcombe, 1998: "Interval estimation for the difference
 * between independent proportions", Statistics in Medicine 17, method 10, of Wilson's intervals). Null when either is
 * of nothing.
 */
export function shareDifference(a: Counted, b: Counted): { value: number; low: number; high: number } | null {
  const [one, two] = [wilsonInterval(a.of, a.n), wilsonInterval(b.of, b.n)];
  if (!one || !two) return null;
  const [p, q] = [a.of / a.n, b.of / b.n];
  return {
    value: p - q,
    low: p - q - Math.hypot(p - one.low, two.high - q),
    high: p - q + Math.hypot(one.high - p, q - two.low),
  };
}
