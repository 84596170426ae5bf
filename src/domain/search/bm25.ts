/** How quickly repetition stops counting (`k1`), and how much length counts against (`b`, 0 to 1). */
export interface Bm25 {
  k1: number;
  b: number;
}

/** Rarity of a term that `having` of `total` units have, in nats, never negative (Robertson & Zaragoza 2009, Lucene's form). */
export function rarity(total: number, having: number): number {
  return Math.log(1 + (total - having + 0.5) / (having + 0.5));
}

/** BM25 weight of a term: its rarity times a share of at most `k1 + 1` that grows with its frequency (Robertson & Zaragoza 2009, eq. 3.15). */
export function bm25Weight(
  term: { rarity: number; frequency: number },
  length: { own: number; average: number },
  { k1, b }: Bm25,
): number {
  const norm = k1 * (1 - b + (b * length.own) / (length.average || 1));
  return (term.rarity * term.frequency * (k1 + 1)) / (term.frequency + norm);
}
