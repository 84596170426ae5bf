import { analyse } from './analyse.ts';
import type { SearchDocument, Section } from './document.ts';

/** A stretch of one section, small enough to be shown and to be about one thing. */
export interface Passage {
  heading: string;
  anchor: string | null;
  text: string;
  /** Where code stands in the text, as [start, end) in UTF-16 units. */
  code: readonly (readonly [number, number])[];
}

/** Text of a result: `hit` marks the words that were asked for. Plain text: the page escapes it. */
export interface PassagePart {
  text: string;
  hit: boolean;
}

/** Passages are cut at line ends once they are this long, in UTF-16 units; about 120 words. */
const passageLength = 700;
/** A line longer than this is cut as well. */
const longestPassage = 1400;
/** Longest excerpt shown with a result, in UTF-16 units. */
const excerptLength = 280;

/** The passages of an article: each section by itself, a long one cut at line ends; at least one. */
export function passagesOf(document: SearchDocument): Passage[] {
  const sections: readonly Section[] =
    document.sections.length > 0 ? document.sections : [{ heading: '', anchor: null, text: '' }];
  return sections.flatMap((section) =>
    cut(section).map((part) => ({ heading: section.heading, anchor: section.anchor, ...part })),
  );
}

function cut({ text, code = [] }: Section): { text: string; code: [number, number][] }[] {
  const parts: { text: string; code: [number, number][] }[] = [{ text: '', code: [] }];
  for (const { line, isCode } of linesOf(text, code)) {
    let last = parts.at(-1)!;
    if (last.text && last.text.length + line.length > passageLength)
      parts.push((last = { text: '', code: [] }));
    if (last.text) last.text += '\n';
    if (isCode) last.code.push([last.text.length, last.text.length + line.length]);
    last.text += line;
  }
  return parts;
}

function linesOf(text: string, code: NonNullable<Section['code']>): { line: string; isCode: boolean }[] {
  let end = 0;
  return text.split('\n').flatMap((raw) => {
    const start = end;
    end += raw.length + 1;
    const isCode = code.some(([from, to]) => start >= from && start < to);
    return raw.trim() ? short(raw).map((line) => ({ line, isCode })) : [];
  });
}

/** A line that no excerpt could hold (a whole paragraph of prose) in pieces, cut at sentence ends where there are any. */
function short(line: string): string[] {
  if (line.length <= longestPassage) return [line];
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > longestPassage) {
    const piece = rest.slice(0, longestPassage);
    const end = piece.lastIndexOf('. ') + 1;
    const at = end > longestPassage / 2 ? end : Math.max(piece.lastIndexOf(' '), longestPassage / 2);
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...pieces, rest];
}

/** The densest excerpt of a text around the wanted stems, its hits marked; the beginning when none occurs. */
export function excerptOf(
  text: string,
  wanted: ReadonlyMap<string, number>,
  locale: string,
  length = excerptLength,
): PassagePart[] {
  const flat = text.replace(/\s+/g, ' ').trim();
  const hits = analyse(flat, locale).filter((word) => !word.isFunction && wanted.has(word.stem));
  const [start, end] = windowAround(
    flat,
    hits.map((hit) => ({ ...hit, weight: wanted.get(hit.stem)! })),
    length,
  );
  const parts: PassagePart[] = [];
  const push = (part: string, hit: boolean) => part && parts.push({ text: part, hit });
  let at = start;
  if (start > 0) push('… ', false);
  for (const hit of hits) {
    if (hit.start < at || hit.end > end) continue;
    push(flat.slice(at, hit.start), false);
    push(flat.slice(hit.start, hit.end), true);
    at = hit.end;
  }
  push(flat.slice(at, end), false);
  if (end < flat.length) push(' …', false);
  return parts;
}

/** The window of at most `length` that holds the most weight of different hits, widened to whole words. */
function windowAround(
  text: string,
  hits: readonly { stem: string; start: number; end: number; weight: number }[],
  length: number,
): [number, number] {
  let best = { weight: 0, start: 0 };
  hits.forEach((first, at) => {
    const seen = new Set<string>();
    let weight = 0;
    for (const hit of hits.slice(at)) {
      if (hit.end > first.start + length - 40) break;
      if (!seen.has(hit.stem)) weight += hit.weight;
      seen.add(hit.stem);
    }
    if (weight > best.weight) best = { weight, start: first.start };
  });
  const start = best.start < 60 ? 0 : wordStart(text, best.start - 40);
  const end = start + length >= text.length ? text.length : wordEnd(text, start + length);
  return [start, end];
}

function wordStart(text: string, at: number): number {
  const space = text.indexOf(' ', at);
  return space < 0 || space > at + 30 ? at : space + 1;
}

function wordEnd(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  return space < at - 30 ? at : space;
}
