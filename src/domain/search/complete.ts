import type { Audience, SearchDocument } from './document.ts';
import { fold } from './languages.ts';

/** Shortest beginning that is completed, in UTF-16 units; longest that is looked at. */
const shortest = 2;
const longest = 80;

/** A published title or heading. Nothing that anybody asked is ever a completion. */
export interface Completion {
  text: string;
  folded: string;
  words: string[];
  isTitle: boolean;
  audience: Audience;
}

/** The titles and headings of articles, each once. */
export function completionsOf(documents: readonly SearchDocument[]): Completion[] {
  const found = new Map<string, Completion>();
  const put = (text: string, isTitle: boolean, audience: Audience) => {
    const folded = fold(text).trim();
    const key = `${audience} ${folded}`;
    if (folded && text.length <= 120 && (isTitle || !found.has(key)))
      found.set(key, {
        text: text.trim(),
        folded,
        words: folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean),
        isTitle,
        audience,
      });
  };
  for (const { title, sections, audience } of documents) {
    put(title, true, audience);
    for (const { heading } of sections) put(heading, false, audience);
  }
  return [...found.values()];
}

/**
 * What somebody who typed this may go on to type: titles and headings that hold each typed word, the last as a beginning;
 * those that begin with it first, titles before headings, short before long.
 */
export function complete(
  completions: readonly Completion[],
  typed: string,
  { limit, audiences }: { limit: number; audiences: readonly Audience[] },
): string[] {
  const folded = fold(typed.slice(0, longest)).trim();
  if (folded.length < shortest) return [];
  const words = folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const rank = (entry: Completion) => (entry.folded.startsWith(folded) ? 0 : 2) + (entry.isTitle ? 0 : 1);
  const fitting = completions.filter(
    (entry) => audiences.includes(entry.audience) && fits(entry.words, words),
  );
  fitting.sort((a, b) => rank(a) - rank(b) || a.text.length - b.text.length || (a.text < b.text ? -1 : 1));
  return [...new Set(fitting.map((entry) => entry.text))].slice(0, limit);
}

function fits(words: readonly string[], typed: readonly string[]): boolean {
  if (typed.length === 0) return false;
  const last = typed.at(-1)!;
  return (
    typed.slice(0, -1).every((word) => words.includes(word)) && words.some((word) => word.startsWith(last))
  );
}
