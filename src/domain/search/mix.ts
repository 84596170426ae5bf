import type { Signals } from './signals.ts';

type Values = Readonly<Record<keyof Signals, number>>;

/**
 * What the article's own text says about the question, in nats of the question's information: BM25 of title, text and
 * best passage, and the nearness to the title (0 to 1; by character runs, words and pairs) as a share of all that the
 * question says. What was learnt since makes words and pairs say less about the title.
 */
export function ownScore(signals: Values, asked: number, information: number): number {
  const nearness = 0.6 * signals.titleGrams + (0.5 * signals.words + 0.9 * signals.pairs) / (asked + 1);
  return signals.title + 0.3 * signals.text + signals.passage + nearness * information;
}

/** What each signal learnt from past questions counts, once scaled by its best hit. */
const learntWeights = { words: 1, pairs: 0.7, grams: 1, nearest: 0.2 };
const learntNames = Object.keys(learntWeights) as (keyof typeof learntWeights)[];
const learntTotal = learntNames.reduce((sum, name) => sum + learntWeights[name], 0);
/**
 * The best own text counts a little less than the best of what was learnt: words that people really used for an article
 * are surer than words that merely stand in one.
 */
const ownShare = 0.85;
/** Past questions that weigh as much as the article's own text. */
const ownQuestions = 0.5;

/** A page that holds many answers is found by each, whatever was asked about it: its text counts at least this much. */
const textFloor = 0.7;

/** The highest value of each signal and of the own score over the candidates: what each is scaled by. */
export type Scales = Record<keyof typeof learntWeights | 'own', number>;

/**
 * The score of one article, 0 to 1. With n past questions its own text counts 0.5/(n + 0.5) and what was learnt from them
 * the rest, so that an article nobody asked about yet is not buried by those that learnt a lot.
 */
export function mix(signals: Values, own: number, asked: number, scales: Scales): number {
  const ownPart = scales.own > 0 ? (ownShare * own) / scales.own : 0;
  let learnt = 0;
  for (const name of learntNames)
    if (scales[name] > 0) learnt += (learntWeights[name] * signals[name]) / scales[name];
  const mixed = (ownQuestions * ownPart + (asked * learnt) / learntTotal) / (ownQuestions + asked);
  return signals.text > 0 ? Math.max(mixed, (textFloor * own) / scales.own) : mixed;
}
