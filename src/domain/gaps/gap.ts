import type { Vector } from '#src/domain/search/vectors.ts';

export type GapState = 'open' | 'closed';
export type QuestionKind = 'search' | 'ask' | 'ticket';

/** Questions nobody's words answered, gathered by meaning. */
export interface Gap {
  id: number;
  samples: string[];
  direction: Vector;
  locales: Record<string, number>;
  state: GapState;
  ownerId: number | null;
  articleId: number | null;
  size: number;
  tickets: number;
  firstAt: Date;
  lastAt: Date;
  answeredAt: Date | null;
  closedAt: Date | null;
  reopenings: number;
  checkedAt: Date | null;
}

/** A question that failed, as it is collected. */
export interface Question {
  kind: QuestionKind;
  sourceId: number;
  locale: string;
  text: string;
  at: Date;
}

export const dayMs = 86_400_000;
/** Questions older than this no longer count for a gap's size. */
export const windowDays = 90;
/** A gap is shown from so many questions on: one alone may be a slip. */
export const leastSize = 2;
/** Likeness (cosine) from which on a question belongs to a gap. */
export const leastLikeness = 0.5;
/**
 * Likeness from which on two gaps are one: a gap's direction is surer than that of one question, so less will do. Both were
 * chosen on real questions with the intent people gave them (`npm run bench:gaps -- <folder>`).
 */
export const leastLikenessOfGaps = 0.45;
/** Heaviest features of a direction that are kept. */
const mostFeatures = 64;
/** After so many questions a direction moves no slower. */
const inertia = 20;

export const dayOf = (at: Date): number => Math.floor(at.getTime() / dayMs);

/** Questions that point somewhere together. */
export interface Pointing {
  direction: Vector;
  size: number;
}

/** Where both point, each as heavy as its questions. */
export function turned(one: Pointing, other: Pointing): Vector {
  const sum = new Map<string, number>();
  for (const { direction, size } of [one, other])
    for (const [feature, weight] of direction)
      sum.set(feature, (sum.get(feature) ?? 0) + weight * Math.min(size, inertia));
  const kept = [...sum].sort((a, b) => b[1] - a[1]).slice(0, mostFeatures);
  const length = Math.sqrt(kept.reduce((squares, [, weight]) => squares + weight * weight, 0)) || 1;
  return kept.map(([feature, weight]) => [feature, Math.round((weight / length) * 1e4) / 1e4]);
}

/** How many of a gap's searches must find its article in the first three. */
export const foundShare = 0.8;
/** Days after an article's publication in which its gap's tickets are watched before the gap can close. */
export const watchDays = 7;
/** Questions that fail after a gap closed, within 14 days, until it opens again. */
export const failuresToReopen = 3;
export const reopenDays = 14;

export interface Evidence {
  /** Searches of its own that were tried, and those that found the article in the first three. */
  tried: number;
  found: number;
  publishedAt: Date | null;
  /** Tickets since the publication, and in as many days before it. */
  ticketsSince: number;
  ticketsBefore: number;
}

/** Whether a gap's own searches now find the article. */
export const isFound = ({ tried, found, publishedAt }: Evidence): boolean =>
  publishedAt !== null && tried > 0 && found >= foundShare * tried;

/** Whether a gap is closed: found, watched long enough, and its tickets fell (or there were none). */
export function isAnswered(evidence: Evidence, now: Date): boolean {
  const { publishedAt, ticketsSince, ticketsBefore } = evidence;
  if (!isFound(evidence) || now.getTime() - publishedAt!.getTime() < watchDays * dayMs) return false;
  return ticketsSince === 0 || ticketsSince < ticketsBefore;
}
