import { confidenceOf, verdictOf, type Verdict } from './confidence.ts';
import type { Audience, PastQuestion, SearchDocument } from './document.ts';
import { mix, type Scales } from './mix.ts';
import { excerptOf, type PassagePart } from './passages.ts';
import { readQuestion, type Question } from './question.ts';
import { buildSegment, type Segment } from './segment.ts';
import { scoreSegment, type Scored, type SignalName } from './signals.ts';

/** Everything known in one locale, ready to be searched. Immutable. */
export interface SearchIndex {
  locale: string;
  segment: Segment;
}

export interface SearchOptions {
  limit?: number;
  /** Audiences whose articles may be shown. Default: public only. */
  audiences?: readonly Audience[];
}

export interface SearchResult {
  id: string;
  articleKey: string;
  title: string;
  kind: string;
  category: string;
  /** Heading and anchor of the section that answers best; both empty when it is the beginning. */
  heading: string;
  anchor: string | null;
  passage: PassagePart[];
  /** 1 for the best result, less for the others. */
  score: number;
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
const signalNames: readonly SignalName[] = ['text', 'passage', 'title', 'words', 'pairs', 'grams', 'nearest'];

/** Builds the index of a locale; `past` newest first. */
export function buildIndex(
  locale: string,
  documents: readonly SearchDocument[],
  past: readonly PastQuestion[] = [],
): SearchIndex {
  return { locale, segment: buildSegment(locale, documents, past) };
}

/** The articles that answer a question best, with the passage that does, and how sure that is. */
export function searchIndex(index: SearchIndex, text: string, options: SearchOptions = {}): SearchOutcome {
  const { segment } = index;
  const question = readQuestion(segment, text);
  const scored = scoreSegment(segment, question);
  const audiences = options.audiences ?? ['public'];
  const allowed = [...scored.candidates].filter((at) => audiences.includes(segment.documents[at]!.audience));
  const ranked = rank(segment, scored, allowed);
  const limit = Math.min(Math.max(options.limit ?? defaultLimit, 1), maxLimit);
  const results = ranked
    .slice(0, limit)
    .map((entry) => resultOf(segment, question, scored, entry, ranked[0]!.score));
  const confidence = ranked[0] ? confidence1(segment, question, scored, ranked[0].at) : 0;
  return { verdict: verdictOf(confidence), confidence, results, didYouMean: question.didYouMean };
}

interface Ranked {
  at: number;
  score: number;
}

function rank(segment: Segment, scored: Scored, allowed: readonly number[]): Ranked[] {
  const scales = {} as Scales;
  for (const name of signalNames)
    scales[name] = Math.max(0, ...allowed.map((at) => scored.signals[name][at]!));
  return allowed
    .map((at) => ({ at, score: mix(signalsAt(scored, at), segment.asked[at]!, scales) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at);
}

function signalsAt(scored: Scored, at: number): Record<SignalName, number> {
  const values = {} as Record<SignalName, number>;
  for (const name of signalNames) values[name] = scored.signals[name][at]!;
  return values;
}

function resultOf(
  segment: Segment,
  question: Question,
  scored: Scored,
  entry: Ranked,
  best: number,
): SearchResult {
  const document = segment.documents[entry.at]!;
  const passage = segment.passages[scored.bestPassage[entry.at]!];
  return {
    id: document.id,
    articleKey: document.articleKey,
    title: document.title,
    kind: document.kind,
    category: document.category,
    heading: passage?.heading ?? '',
    anchor: passage?.anchor ?? null,
    passage: excerptOf(passage?.text ?? '', question.terms, segment.locale),
    score: entry.score / best,
    signals: signalsAt(scored, entry.at),
  };
}

function confidence1(segment: Segment, question: Question, scored: Scored, at: number): number {
  const signals = signalsAt(scored, at);
  let total = 0;
  for (const [stem, weight] of question.terms) total += weight * segment.rarities.word(stem);
  return confidenceOf({
    coverage: total > 0 ? Math.min(1, signals.text / total) : 0,
    nearest: Math.min(1, signals.nearest / 3),
    centroid: Math.min(1, signals.words),
    agreement: 0,
  });
}
