/** Above so many pairs the lines stand beside each other in their order: the table would grow with both sides. */
const mostPairs = 10_000;
/** Lines that share fewer of their words are two lines, not one that changed. */
const leastAlike = 0.3;

/** Indexes of lines that stand beside each other; null where there is none. Both sides keep their order. */
export type Pair = [before: number | null, after: number | null];

/**
 * Which of the new lines each old line became: the pairing with the greatest sum of likeness (Needleman–Wunsch without
 * a cost for gaps). Where nothing is alike, what went stands before what came.
 */
export function alignLines(before: string[], after: string[]): Pair[] {
  if (before.length * after.length > mostPairs) return inOrder(before.length, after.length);
  const [old, fresh] = [before.map(wordsIn), after.map(wordsIn)];
  const alike = old.map((a) => fresh.map((b) => likeness(a, b)));
  const best = sums(alike, after.length);
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const together = alike[i]![j]! + best[i + 1]![j + 1]!;
    if (alike[i]![j]! > 0 && together >= best[i + 1]![j]! && together >= best[i]![j + 1]!)
      pairs.push([i++, j++]);
    else if (best[i + 1]![j]! >= best[i]![j + 1]!) pairs.push([i++, null]);
    else pairs.push([null, j++]);
  }
  while (i < before.length) pairs.push([i++, null]);
  while (j < after.length) pairs.push([null, j++]);
  return pairs;
}

/** The best sum of likeness that lines from `i` and from `j` on can have. */
function sums(alike: number[][], width: number): number[][] {
  const best = Array.from({ length: alike.length + 1 }, () => new Array<number>(width + 1).fill(0));
  for (let i = alike.length - 1; i >= 0; i -= 1)
    for (let j = width - 1; j >= 0; j -= 1)
      best[i]![j] = Math.max(alike[i]![j]! + best[i + 1]![j + 1]!, best[i + 1]![j]!, best[i]![j + 1]!);
  return best;
}

const wordsIn = (line: string) => line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The share of words that two lines have in common (Dice), 0 below `leastAlike`. */
function likeness(a: string[], b: string[]): number {
  if (a.length + b.length === 0) return 0;
  const left = new Map<string, number>();
  for (const word of b) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of a) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared += 1;
    left.set(word, count - 1);
  }
  const share = (2 * shared) / (a.length + b.length);
  return share < leastAlike ? 0 : share;
}

const inOrder = (before: number, after: number): Pair[] =>
  Array.from({ length: Math.max(before, after) }, (_, i) => [i < before ? i : null, i < after ? i : null]);
