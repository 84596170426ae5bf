import { expect, test } from 'vitest';
import { shareDifference } from './difference.ts';
import { compare } from './holdout.ts';

test.each([
  // Newcombe 1998, table II, method 10 (hybrid score, without continuity correction)
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [10, 10, 0, 10, 0.6075, 1],
])('%i of %i less %i of %i lies between %f and %f', (a, m, b, n, low, high) => {
  const difference = shareDifference({ of: a, n: m }, { of: b, n })!;
  expect(difference.value).toBeCloseTo(a / m - b / n, 12);
  expect(difference.low).toBeCloseTo(low, 3);
  expect(difference.high).toBeCloseTo(high, 3);
});

test('of nothing there is no difference', () => {
  expect(shareDifference({ of: 0, n: 0 }, { of: 1, n: 2 })).toBeNull();
});

test('a trial is clear when the interval leaves out zero, and not before each side has twenty', () => {
  const clear = compare({ of: 40, n: 100 }, { of: 70, n: 100 }, 0.5);
  expect(clear.isClear).toBe(true);
  expect(clear.effect!.value).toBeCloseTo(0.3, 12);
  expect(compare({ of: 0, n: 19 }, { of: 19, n: 19 }, 0.5).isClear).toBe(false);
  expect(compare({ of: 45, n: 100 }, { of: 50, n: 100 }, 0.5).isClear).toBe(false);
  expect(compare({ of: 0, n: 0 }, { of: 0, n: 0 }, 0.1)).toMatchObject({ effect: null, isClear: false });
});

test('asks needed: two groups of 392 for half against 0.4 (1.96 + 0.84)² × (0.25 + 0.25) ÷ 0.1², both sides', () => {
  const { needed, toSee } = compare({ of: 0, n: 0 }, { of: 0, n: 0 }, 0.5);
  expect(toSee).toBe(0.1);
  expect(needed).toBe(785);
});
