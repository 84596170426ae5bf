import { expect, test } from 'vitest';
import { quantile } from './quantile.ts';

// Type 7 of Hyndman & Fan: R's quantile(), a spreadsheet's PERCENTILE.INC.
test.each([
  [[7], 0.5, 7],
  [[7], 0.9, 7],
  [[3, 1], 0.5, 2],
  [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.5, 5.5],
  [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.9, 9.1],
  [[50, 15, 40, 20, 35], 0.4, 29],
  [[5, 5, 5, 5], 0.9, 5],
])('of %j at %f it is %f', (values, share, expected) => {
  expect(quantile(Float64Array.from(values), share)).toBeCloseTo(expected, 12);
});

test('of nothing there is none', () => {
  expect(quantile(new Float64Array(0), 0.5)).toBeNull();
});

test('it is what sorting finds, whatever the order and however many are alike', () => {
  let state = 7;
  const next = () => (state = (state * 48_271) % 2_147_483_647);
  for (let round = 0; round < 300; round++) {
    const values = Float64Array.from({ length: 1 + (next() % 60) }, () => next() % (1 + (round % 25)));
    const sorted = values.toSorted();
    const share = (next() % 101) / 100;
    const place = (sorted.length - 1) * share;
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    expect(quantile(values, share)).toBeCloseTo(low + (high - low) * (place - Math.floor(place)), 9);
  }
});
