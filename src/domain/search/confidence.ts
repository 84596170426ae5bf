/** What to tell the reader: an answer, perhaps one, or none. Chooses words and order, never hides the way to a person. */
export type Verdict = 'answered' | 'uncertain' | 'nothing';

/** Confidence from which a result is called an answer, and under which nothing is. */
const thresholds = { answered: 0.5, nothing: 0.2 };

export function verdictOf(confidence: number): Verdict {
  if (confidence >= thresholds.answered) return 'answered';
  return confidence >= thresholds.nothing ? 'uncertain' : 'nothing';
}

/** How near a question is to the best article, each 0 to 1. */
export interface Evidence {
  /** Share of what the question says that the article, or a question about it, has words for. */
  coverage: number;
  /** Share of what the article's title says that the question has words for. */
  titleCoverage: number;
  /** The own score as a share of the question's information; may pass 1. */
  own: number;
  /** Nearness (cosine) to the centroid of title and past questions, by words and by character runs. */
  words: number;
  grams: number;
  /** Past questions of the article. */
  asked: number;
  /** Whether the question's words stand in the article's text, not just in its title. */
  inText: boolean;
}

/**
 * The chance that the best article answers, 0 to 1. Two logistic curves, one over the geometric mean of the ways to be
 * near past questions, one over how much the article's own text says, mixed like the scores (see mix.ts). The first was
 * fitted on questions with and without an answer; the second set so that of questions about something else altogether
 * two in three find `nothing` and one in ten `answered`, and of rightly answered ones one in twenty finds `nothing`. A third
 * one, over how much of the title was asked, keeps articles that are only a title from being believed less than those
 * which learnt.
 */
export function confidenceOf(evidence: Evidence): number {
  const { asked, inText } = evidence;
  const text = fromText(evidence);
  if (asked === 0) return text;
  const mixed = (0.5 * text + asked * fromLearnt(evidence)) / (0.5 + asked);
  return inText ? Math.max(mixed, textFloor * text) : mixed;
}

/** A text that answers does so whatever else was asked about its article. */
const textFloor = 0.7;

function fromLearnt({ coverage, words, grams }: Evidence): number {
  const mean = (log(coverage) + 1.5 * log(grams) + log(words)) / 3.5;
  return logistic(3.2 * mean + 4.6);
}

function fromText(evidence: Evidence): number {
  const { coverage, own, inText } = evidence;
  const said = logistic(2.5 * log(coverage) + 2 * log(own) + 1.2);
  return inText ? said : Math.max(said, fromTitle(evidence));
}

/** Of an article that is little more than its title: a question that holds the whole title is about it, however long. */
function fromTitle({ coverage, titleCoverage }: Evidence): number {
  return logistic(0.5 * log(coverage) + 2.5 * titleCoverage - 1);
}

/** Nearly nothing counts as little, not as infinitely little. */
const log = (value: number): number => Math.log(Math.max(value, 0.03));
const logistic = (value: number): number => 1 / (1 + Math.exp(-value));
