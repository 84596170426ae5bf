import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { cutText } from '#src/domain/text.ts';

/** A pause from which on the next sign of life is a new visit, in milliseconds (DESIGN §5). */
export const visitPauseMs = 30 * 60_000;
/** Two searches closer than this, without anything between, may be one person still typing. */
const typingMs = 8_000;
/** Events kept of one visit: far above any person, and a bound for robots. */
export const maxEventsPerVisit = 400;
export const maxQueryLength = 500;

/** A random name for a visit: 128 bits, nothing personal in it. */
export const newVisitId = (): string => randomBytes(16).toString('base64url');
export const isVisitId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{22}$/.test(value);

/** How programs that fetch pages for search engines, previews and checks call themselves. */
const robot =
  /(?<!cu)bot\b|crawl|spider|slurp|archiver|facebookexternalhit|preview|lighthouse|monitor|\+https?:/i;

/**
 * Whether a browser may be counted: not one that says it is a robot, and nobody who asked not to be (Global Privacy
 * Control, Do Not Track).
 */
export const mayBeCounted = (headers: Headers): boolean =>
  headers.get('sec-gpc') !== '1' &&
  headers.get('dnt') !== '1' &&
  !robot.test(headers.get('user-agent') ?? '');

export type Verdict = 'answered' | 'uncertain' | 'nothing';
export type Outcome = 'escalated' | 'confirmed' | 'potential' | 'abandoned';

/** Suggestions found for an ask: shown, or withheld by lot to learn what they do (domain/measures/holdout.ts). */
export type Offer = 'suggestions_shown' | 'suggestions_withheld';

/** What happened in a visit. `searchId` names an event of the same visit: the search, or the shown suggestions. */
export type NewEvent =
  | { kind: 'search'; query: string; resultCount: number; verdict: Verdict }
  | { kind: 'result_opened'; searchId: number; rank: number; articleId: number }
  | { kind: 'article_read'; articleId: number }
  | { kind: 'vote'; articleId: number; helpful: boolean }
  | { kind: 'ask_opened'; query?: string }
  | { kind: Offer; query: string; resultCount: number; verdict: Verdict; isTrial?: boolean }
  | { kind: 'suggestion_opened'; articleId: number; rank?: number; searchId?: number }
  | { kind: 'solved'; articleId?: number; searchId?: number }
  | { kind: 'ticket_filed'; ticketId: number; searchId?: number };

export type EventKind = NewEvent['kind'];

export interface VisitEvent {
  id: number;
  kind: EventKind;
  at: Date;
  query: string | null;
  resultCount: number | null;
  verdict: Verdict | null;
  searchId: number | null;
  rank: number | null;
  articleId: number | null;
  helpful: boolean | null;
  ticketId: number | null;
  isTrial: boolean;
}

/** Words as they are kept: one line, no control characters (Postgres refuses NUL), bounded. */
export const tidyQuery = (query: string): string =>
  cutText(
    query
      .toWellFormed()
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
    maxQueryLength,
  );

const id = z.number().int().positive().max(2_147_483_647);
const rank = z.number().int().min(1).max(100);
const query = z.string().min(1).max(maxQueryLength);

/** What a browser may report by itself; votes, "solved" and tickets are recorded by their own forms. */
export const reportedEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('search'), query }),
  z.strictObject({ kind: z.literal('result_opened'), query, rank, articleId: id }),
  z.strictObject({ kind: z.literal('article_read'), articleId: id }),
  z.strictObject({ kind: z.literal('suggestion_opened'), articleId: id, rank: rank.optional() }),
]);
export type ReportedEvent = z.infer<typeof reportedEvent>;

export const isOffer = (kind: EventKind): kind is Offer =>
  kind === 'suggestions_shown' || kind === 'suggestions_withheld';

/** Whether an event shows that the visitor looks for help: only such visits have an outcome. */
export function isHelpSeeking(kind: EventKind): boolean {
  return kind !== 'result_opened' && kind !== 'suggestion_opened';
}

/**
 * Whether an event ends what a visit began, however long the pause: a form that took an hour to fill in belongs to the
 * visit that opened it. Everything else after 30 minutes starts a new visit.
 */
export function isConclusion(kind: EventKind): boolean {
  return kind === 'vote' || kind === 'solved' || kind === 'ticket_filed';
}

/**
 * Whether a search is the previous one still being typed: seconds later and the same words longer, shorter or corrected.
 * @param before the last event of the visit: anything but a search between the two means two searches.
 */
export function isStillTyping(before: VisitEvent | null, words: string, now: Date): boolean {
  if (before?.kind !== 'search' || before.query === null) return false;
  if (now.getTime() - before.at.getTime() > typingMs) return false;
  const [a, b] = [before.query.toLowerCase(), words.toLowerCase()];
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return distanceToPrefix(short, long) <= Math.max(1, short.length / 4);
}

/** Fewest letters to add, drop or change so that a text becomes the beginning of another (Levenshtein's last row). */
function distanceToPrefix(text: string, whole: string): number {
  let row = Array.from({ length: whole.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...text].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= whole.length; j++) {
      const change = row[j - 1]! + (whole[j - 1] === letter ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return Math.min(...row);
}
