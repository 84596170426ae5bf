import type { Signals } from './signals.ts';

/** What each signal counts once scaled by its best hit. Found on real questions (`npm run bench:search`). */
export const weights = { text: 1, passage: 0.5, title: 0.5, words: 1, pairs: 0.5, grams: 1, nearest: 0.5 };
const ownWeight = weights.text + weights.passage + weights.title;
const learntWeight = weights.words + weights.pairs + weights.grams + weights.nearest;

/** The highest value of each signal over the candidates: what each is scaled by. */
export type Scales = Record<keyof Signals, number>;

/**
 * The score of one article, 0 to 1: each signal divided by its best hit, weighed and added. With n past questions its own
 * text counts 1/(n+1) and what was learnt from them n/(n+1), so that an article nobody asked about yet is not buried by
 * those that learnt a lot.
 */
export function mix(signals: Readonly<Record<keyof Signals, number>>, asked: number, scales: Scales): number {
  const scaled = (name: keyof Signals) =>
    scales[name] > 0 ? (weights[name] * signals[name]) / scales[name] : 0;
  const own = (scaled('text') + scaled('passage') + scaled('title')) / ownWeight;
  const learnt = (scaled('words') + scaled('pairs') + scaled('grams') + scaled('nearest')) / learntWeight;
  return (own + asked * learnt) / (asked + 1);
}
