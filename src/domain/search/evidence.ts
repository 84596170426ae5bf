import { analyse } from './analyse.ts';
import type { Evidence } from './confidence.ts';
import type { Question } from './question.ts';
import { rarityOf } from './rarities.ts';
import type { Segment } from './segment.ts';
import type { SignalName } from './signals.ts';
import { hasFeature } from './sparse.ts';

/** An article of a segment, with what the signals and its own text say about a question. */
export interface Judged {
  segment: Segment;
  at: number;
  signals: Record<SignalName, number>;
  own: number;
}

/** What is covered by a function word, or by a word of the same meaning, beside a word about the subject. */
const functionWordShare = 0.3;
const similarShare = 0.6;

/** What speaks for the best article answering a question. */
export function evidenceFor(question: Question, best: Judged): Evidence {
  const { segment, at, signals, own } = best;
  return {
    coverage: coverageOf(question, best),
    titleCoverage: titleCoverageOf(question, best),
    own: question.information > 0 ? own / question.information : 0,
    words: signals.words,
    grams: signals.grams,
    asked: segment.learnt.asked[at]!,
    inText: signals.text > 0,
  };
}

/** Share of a question's information that an article or its past questions have words for; similar words count in part. */
function coverageOf(question: Question, { segment, at }: Judged): number {
  const { articles, learnt } = segment;
  const holds = (feature: string) =>
    hasFeature(learnt.centroids.words, feature, at) ||
    hasFeature(articles.text, feature, at) ||
    hasFeature(articles.title, feature, at);
  let all = 0;
  let held = 0;
  for (const word of question.words) {
    const worth = (word.isFunction ? functionWordShare : 1) * rarityOf(learnt.rarities.words, word.stem);
    all += worth;
    if (holds(word.stem)) held += worth;
    else if (word.concepts?.some(holds)) held += similarShare * worth;
  }
  return all > 0 ? held / all : 0;
}

/** Share of a title's information that the question has words for. */
function titleCoverageOf(question: Question, { segment, at }: Judged): number {
  const asked = new Set(question.words.map(({ stem }) => stem));
  let all = 0;
  let held = 0;
  for (const word of analyse(segment.documents[at]!.title, segment.locale)) {
    const worth =
      (word.isFunction ? functionWordShare : 1) * rarityOf(segment.articles.wordRarities, word.stem);
    all += worth;
    if (asked.has(word.stem)) held += worth;
  }
  return all > 0 ? held / all : 0;
}
