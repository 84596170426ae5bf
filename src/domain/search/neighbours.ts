/** How many of an article's past questions are looked at: the nearest ones. */
export const neighbourCount = 3;

/**
 * For each article the sum of its nearest past questions' similarities to the query (0 to `count`).
 * `owners[i]` is the article of past question i.
 */
export function nearestSums(
  similarities: Float32Array,
  owners: Uint32Array,
  articles: number,
  count = neighbourCount,
): Float32Array {
  const best = new Float32Array(articles * count);
  for (let at = 0; at < similarities.length; at++)
    if (similarities[at]! > 0) keepBest(best, owners[at]! * count, count, similarities[at]!);
  const sums = new Float32Array(articles);
  for (let article = 0, at = 0; article < articles; article++)
    for (let nth = 0; nth < count; nth++, at++) sums[article]! += best[at]!;
  return sums;
}

/** For each article the similarity of its nearest past question. */
export const nearestOne = (similarities: Float32Array, owners: Uint32Array, articles: number): Float32Array =>
  nearestSums(similarities, owners, articles, 1);

/** Puts a value into its place in a small descending list, dropping the last. */
function keepBest(best: Float32Array, start: number, count: number, value: number): void {
  let at = start + count - 1;
  if (value <= best[at]!) return;
  for (; at > start && best[at - 1]! < value; at--) best[at] = best[at - 1]!;
  best[at] = value;
}
