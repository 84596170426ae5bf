import {
  address,
  isAttribution,
  isBeforeQuote,
  isHeaderBlock,
  isQuoted,
  isSeparator,
  type Span,
} from './quotes.ts';
import { isMobileSignature, isSignatureLine } from './signature.ts';

/** Texts beyond this are not looked through, in UTF-16 units; their reply is their beginning. */
const maxLength = 200_000;

/**
 * What the sender wrote themselves: without the message they answer and without the signature. When nothing would be
 * left, it is the whole text; answers between quoted lines keep the lines they answer.
 */
export function extractReply(text: string): string {
  const whole = text.slice(0, maxLength).replace(/\r\n?/g, '\n').replaceAll('\u00a0', ' ');
  const lines = whole.split('\n');
  const own = withoutTrailingQuote(withoutSignature(withoutAnswered(lines, fencedLines(lines))));
  return trimBlank(own) || trimBlank(lines);
}

/** Cut at the first sign of the answered message. With nothing before it, only the sign goes: the text stands below. */
function withoutAnswered(lines: string[], fenced: ReadonlySet<number>): string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length;) {
    const sign = fenced.has(at) ? null : signAt(lines, at);
    if (!sign || (isBlank(kept) && isOwnSentence(lines, sign))) kept.push(lines[at++]!);
    else if (isBlank(kept)) at = endOfTopQuote(lines, sign.end);
    else if (!isAnsweredBelow(lines, sign)) return kept;
    else at = sign.end;
  }
  return kept;
}

interface Sign extends Span {
  kind: 'attribution' | 'headers';
}

function signAt(lines: string[], at: number): Sign | null {
  if (isQuoted(lines[at]!)) return null;
  const attribution = isAttribution(lines, at);
  if (attribution) return { ...attribution, kind: 'attribution' };
  const rule = isSeparator(lines, at);
  const headers = isHeaderBlock(lines, rule ? rule.end : at) ?? rule;
  return headers ? { start: at, end: headers.end, kind: 'headers' } : null;
}

/** "On Monday at ten I wrote:" at the very beginning, with no address and no quote, is how somebody begins to tell. */
const isOwnSentence = (lines: string[], { kind, start, end }: Sign): boolean =>
  kind === 'attribution' && !isBeforeQuote(lines, end) && !address.test(lines.slice(start, end).join(' '));

/** Where the answer begins below a whole message quoted above it; when more of it is quoted there, each part is answered. */
function endOfTopQuote(lines: string[], from: number): number {
  let end = from;
  while (end < lines.length && (lines[end]!.trim() === '' || isQuoted(lines[end]!))) end++;
  const below = withoutTrailingQuote(withoutSignature(lines.slice(end), { evenAtTop: true }));
  const isOneAnswer = !isBlank(below) && !below.some(isQuoted);
  return isOneAnswer ? end : from;
}

/** Own words follow the quoted lines: an answer below, or between them. */
function isAnsweredBelow(lines: string[], { kind, end }: Sign): boolean {
  if (kind === 'headers') return false;
  const below = lines.slice(end);
  const quoted = below.findIndex((line) => line.trim() !== '');
  if (quoted < 0 || !isQuoted(below[quoted]!)) return false;
  const after = withoutSignature(below, { evenAtTop: true }).slice(quoted);
  return after.some((line, i) => line.trim() !== '' && !isQuoted(line) && !isWrapped(after, i));
}

/** A quoted line that some program broke: short, and the next one is quoted again. */
const isWrapped = (lines: string[], i: number): boolean =>
  isQuoted(lines[i - 1] ?? '') && isQuoted(lines[i + 1] ?? '');

function withoutTrailingQuote(lines: string[]): string[] {
  let end = lines.length;
  while (end > 0 && (lines[end - 1]!.trim() === '' || isQuoted(lines[end - 1]!))) end--;
  return end === 0 ? lines : lines.slice(0, end);
}

function withoutSignature(lines: string[], { evenAtTop = false } = {}): string[] {
  const fenced = fencedLines(lines);
  const at = lines.findIndex(
    (_, i) => !fenced.has(i) && (isSignatureLine(lines, i) || isMobileSignature(lines, i)),
  );
  if (at < 0) return lines;
  const before = lines.slice(0, at);
  return isBlank(before) && !evenAtTop ? lines : before;
}

/** Lines inside ``` fences: code may look like anything. */
function fencedLines(lines: string[]): ReadonlySet<number> {
  const marks = lines.flatMap((line, i) => (/^\s*(```|~~~)/.test(line) ? [i] : []));
  const inside = new Set<number>();
  for (let i = 0; i + 1 < marks.length; i += 2)
    for (let at = marks[i]!; at <= marks[i + 1]!; at++) inside.add(at);
  return inside;
}

const isBlank = (lines: string[]): boolean => lines.every((line) => line.trim() === '');

const trimBlank = (lines: string[]): string =>
  lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
