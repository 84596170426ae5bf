import { confidenceOf, verdictOf, type Verdict } from './confidence.ts';
import type { Audience, PastQuestion, SearchDocument } from './document.ts';
import { mix, type Scales } from './mix.ts';
import { excerptOf, type PassagePart } from './passages.ts';
import { readQuestion, type Question } from './question.ts';
import { buildSegment, type Segment } from './segment.ts';
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

/** Builds the index of a locale; `past` newest first. */
export function buildIndex(
  locale: string,
  documents: readonly SearchDocument[],
  past: readonly PastQuestion[] = [],
): SearchIndex {
  return { locale, base: buildSegment(locale, documents, past), overlay: null, outdated: new Set() };
}

/** The index with some documents (and all that was asked about them) in their newest form, and others gone; quick. */
export function overlayIndex(
  index: SearchIndex,
  changed: { documents: readonly SearchDocument[]; past: readonly PastQuestion[]; gone: Iterable<string> },
): SearchIndex {
  const { base, locale } = index;
  const overlay =
    changed.documents.length > 0 ? buildSegment(locale, changed.documents, changed.past, base) : null;
  const outdated = new Set(changed.gone);
  for (const document of changed.documents) outdated.add(document.id);
  return { locale, base, overlay, outdated };
}

/** The articles that answer a question best, with the passage that does, and how sure that is. */
export function searchIndex(index: SearchIndex, text: string, options: SearchOptions = {}): SearchOutcome {
  const segments = index.overlay ? [index.base, index.overlay] : [index.base];
  const question = readQuestion(segments, text);
  const audiences = options.audiences ?? ['public'];
  const candidates = segments.flatMap((segment) => candidatesOf(index, segment, question, audiences));
  const ranked = rank(candidates);
  const limit = Math.min(Math.max(options.limit ?? defaultLimit, 1), maxLimit);
  const confidence = ranked[0] ? sureness(question, ranked[0]) : 0;
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
}
interface Ranked extends Candidate {
  score: number;
}

function candidatesOf(
  index: SearchIndex,
  segment: Segment,
  question: Question,
  audiences: readonly Audience[],
): Candidate[] {
  const scored = scoreSegment(segment, question);
  const isCurrent = (id: string) => segment !== index.base || !index.outdated.has(id);
  const candidates: Candidate[] = [];
  for (const at of scored.candidates) {
    const document = segment.documents[at]!;
    if (isCurrent(document.id) && audiences.includes(document.audience))
      candidates.push({ segment, at, bestPassage: scored.bestPassage[at]!, signals: signalsAt(scored, at) });
  }
  return candidates;
}

function signalsAt(scored: Scored, at: number): Record<SignalName, number> {
  const values = {} as Record<SignalName, number>;
  for (const name of signalNames) values[name] = scored.signals[name][at]!;
  return values;
}

function rank(candidates: readonly Candidate[]): Ranked[] {
  const scales = {} as Scales;
  for (const name of signalNames)
    scales[name] = candidates.reduce((best, { signals }) => Math.max(best, signals[name]), 0);
  return candidates
    .map((candidate) => ({
      ...candidate,
      score: mix(candidate.signals, candidate.segment.learnt.asked[candidate.at]!, scales),
    }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score);
}

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
    signals,
  };
}

function sureness(question: Question, { segment, signals }: Ranked): number {
  let information = 0;
  for (const [stem, weight] of question.terms) information += weight * segment.articles.rarityOfWord(stem);
  return confidenceOf({
    coverage: information > 0 ? Math.min(1, signals.text / information) : 0,
    nearest: Math.min(1, signals.nearest / 3),
    centroid: Math.min(1, signals.words),
    agreement: 0,
  });
}
