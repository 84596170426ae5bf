/** What to tell the reader: an answer, perhaps one, or none. Chooses words and order, never hides the way to a person. */
export type Verdict = 'answered' | 'uncertain' | 'nothing';

/** Confidence (0 to 1) from which a result is called an answer, and under which nothing is. */
const thresholds = { answered: 0.5, nothing: 0.2 };

export function verdictOf(confidence: number): Verdict {
  if (confidence >= thresholds.answered) return 'answered';
  return confidence >= thresholds.nothing ? 'uncertain' : 'nothing';
}

/** How sure the best result is, 0 to 1. */
export function confidenceOf(best: {
  coverage: number;
  nearest: number;
  centroid: number;
  agreement: number;
}): number {
  return best.coverage * 0.4 + best.nearest * 0.2 + best.centroid * 0.2 + best.agreement * 0.2;
}
