import { confidenceOf, verdictOf, type Verdict } from './confidence.ts';
import type { Audience, PastQuestion, SearchDocument } from './document.ts';
import { evidenceFor } from './evidence.ts';
import { mix, ownScore, type Scales } from './mix.ts';
import { excerptOf, type PassagePart } from './passages.ts';
import { readQuestion, type Question } from './question.ts';
import { buildSegment, relearn, type Segment } from './segment.ts';
import { scoreSegment, signalNames, type Scored, type SignalName } from './signals.ts';

/** Everything known in one locale, ready to be searched. Immutable. */
export interface SearchIndex {
  locale: string;
  base: Segment;
  /** What changed since the base was built, if anything. */
  overlay: Segment | null;
  /** Documents of the base that changed or went since. */
  outdated: ReadonlySet<string>;
}

export interface SearchOptions {
  /** 1 to 50. Default: 10. */
  limit?: number;
  /** Audiences whose articles may be found. Default: public only. */
  audiences?: readonly Audience[];
  /** Document that an admin chose as the answer. */
  pinned?: string | null;
  /** The question may end within a word: it is still being typed. */
  isTyping?: boolean;
}

export interface SearchResult {
  id: string;
  articleKey: string;
  title: string;
  kind: string;
  category: string;
  /** Heading and anchor of the section that answers best; empty and null when it is the beginning. */
  heading: string;
  anchor: string | null;
  passage: PassagePart[];
  /** 1 for the best result, less for the others. */
  score: number;
  /** Past questions it has. For agents, like `signals`. */
  asked: number;
  /** What each way of looking gave, unscaled. For agents: they say how near private past questions are. */
  signals: Record<SignalName, number>;
}

export interface SearchOutcome {
  verdict: Verdict;
  /** How sure the best result is, 0 to 1. */
  confidence: number;
  results: SearchResult[];
  didYouMean: string | null;
}

const defaultLimit = 10;
const maxLimit = 50;
/** Likeness (cosine) from which on an article without any common word about the subject is shown. */
const leastLikeness = 0.2;

/** Builds the index of a locale; `past` newest first, `synonyms` beside those that ship. */
export function buildIndex(
  locale: string,
  documents: readonly SearchDocument[],
  past: readonly PastQuestion[] = [],
  synonyms: readonly (readonly string[])[] = [],
): SearchIndex {
  return {
    locale,
    base: buildSegment(locale, documents, past, { synonyms }),
    overlay: null,
    outdated: new Set(),
  };
}

/** The index with these past questions, newest first, in the place of those it has; its overlay is left out. */
export const withPast = (index: SearchIndex, past: readonly PastQuestion[]): SearchIndex => ({
  ...index,
  base: relearn(index.base, past),
  overlay: null,
});

/** The index with some documents (and all that was asked about them) in their newest form, and others gone; quick. */
export function overlayIndex(
  index: SearchIndex,
  changed: { documents: readonly SearchDocument[]; past: readonly PastQuestion[]; gone: Iterable<string> },
): SearchIndex {
  const { base, locale } = index;
  const overlay =
    changed.documents.length > 0 ? buildSegment(locale, changed.documents, changed.past, { base }) : null;
  const outdated = new Set(changed.gone);
  for (const document of changed.documents) outdated.add(document.id);
  return { locale, base, overlay, outdated };
}

/** The articles that answer a question best, with the passage that does, and how sure that is. */
export function searchIndex(index: SearchIndex, text: string, options: SearchOptions = {}): SearchOutcome {
  const segments = index.overlay ? [index.base, index.overlay] : [index.base];
  const question = readQuestion(segments, text, options.isTyping);
  const audiences = options.audiences ?? ['public'];
  const candidates = segments.flatMap((segment) =>
    candidatesOf(index, segment, question, { audiences, pinned: options.pinned ?? null }),
  );
  const ranked = rank(candidates, options.pinned ?? null);
  const limit = Math.min(Math.max(options.limit ?? defaultLimit, 1), maxLimit);
  const confidence = ranked[0]
    ? isPinned(ranked[0], options.pinned)
      ? 1
      : confidenceOf(evidenceFor(question, ranked[0]))
    : 0;
  return {
    verdict: verdictOf(confidence),
    confidence,
    results: ranked.slice(0, limit).map((entry) => resultOf(question, entry, ranked[0]!.score)),
    didYouMean: question.didYouMean,
  };
}

interface Candidate {
  segment: Segment;
  at: number;
  bestPassage: number;
  signals: Record<SignalName, number>;
  own: number;
}
interface Ranked extends Candidate {
  score: number;
}

function candidatesOf(
  index: SearchIndex,
  segment: Segment,
  question: Question,
  { audiences, pinned }: { audiences: readonly Audience[]; pinned: string | null },
): Candidate[] {
  const scored = scoreSegment(segment, question);
  const isCurrent = (id: string) => segment !== index.base || !index.outdated.has(id);
  const candidates: Candidate[] = [];
  const pinnedAt = pinned === null ? -1 : segment.documents.findIndex((document) => document.id === pinned);
  if (pinnedAt >= 0) scored.candidates.add(pinnedAt);
  for (const at of scored.candidates) {
    const document = segment.documents[at]!;
    if (!isCurrent(document.id) || !audiences.includes(document.audience)) continue;
    const signals = signalsAt(scored, at);
    if (at !== pinnedAt && !isRelated(signals)) continue;
    const own = ownScore(signals, askedOf({ segment, at }), question.information);
    candidates.push({ segment, at, bestPassage: scored.bestPassage[at]!, signals, own });
  }
  return candidates;
}

function signalsAt(scored: Scored, at: number): Record<SignalName, number> {
  const values = {} as Record<SignalName, number>;
  for (const name of signalNames) values[name] = scored.signals[name][at]!;
  return values;
}

/** Whether an article has more in common with a question than stray letters, or was asked anything like it. */
const isRelated = (signals: Record<SignalName, number>): boolean =>
  signals.title > 0 ||
  signals.text > 0 ||
  signals.passage > 0 ||
  signals.pairs > 0 ||
  signals.titleGrams >= leastLikeness ||
  signals.nearestOne > 0 ||
  signals.words >= leastLikeness;

const isPinned = ({ segment, at }: Candidate, pinned: string | null | undefined): boolean =>
  segment.documents[at]!.id === pinned;

function rank(candidates: readonly Candidate[], pinned: string | null): Ranked[] {
  const best = (valueOf: (candidate: Candidate) => number) =>
    candidates.reduce((highest, candidate) => Math.max(highest, valueOf(candidate)), 0);
  const scales: Scales = {
    own: best(({ own }) => own),
    words: best(({ signals }) => signals.words),
    pairs: best(({ signals }) => signals.pairs),
    grams: best(({ signals }) => signals.grams),
    nearest: best(({ signals }) => signals.nearest),
  };
  return candidates
    .map((candidate) => ({
      ...candidate,
      score: isPinned(candidate, pinned)
        ? 1
        : mix(candidate.signals, candidate.own, askedOf(candidate), scales),
    }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score);
}

const askedOf = ({ segment, at }: Pick<Candidate, 'segment' | 'at'>): number => segment.learnt.asked[at]!;

function resultOf(
  question: Question,
  { segment, at, bestPassage, signals, score }: Ranked,
  best: number,
): SearchResult {
  const { id, articleKey, title, kind, category } = segment.documents[at]!;
  const passage = segment.articles.passages[bestPassage];
  return {
    id,
    articleKey,
    title,
    kind,
    category,
    heading: passage?.heading ?? '',
    anchor: passage?.anchor ?? null,
    passage: excerptOf(passage?.text ?? '', question.terms, segment.locale),
    score: score / best,
    asked: segment.learnt.asked[at]!,
    signals,
  };
}
