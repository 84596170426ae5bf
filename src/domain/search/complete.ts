import type { Audience, SearchDocument } from './document.ts';
import { fold } from './languages.ts';

/** Shortest beginning that is completed, in UTF-16 units; longest that is looked at. */
const shortest = 2;
const longest = 80;
/** Longer titles and headings are not offered, in UTF-16 units. */
const longestShown = 120;
/** Letters of a word by which the entries that hold it are found. */
const keyLength = 2;

/** A published title or heading. Nothing that anybody asked is ever a completion. */
interface Completion {
  documentId: string;
  text: string;
  folded: string;
  words: readonly string[];
  isTitle: boolean;
  audience: Audience;
}

/** Titles and headings, found by the first letters of any of their words. */
export interface Completions {
  entries: readonly Completion[];
  byKey: ReadonlyMap<string, readonly Completion[]>;
}

/** The titles and headings of articles. */
export const completionsOf = (documents: readonly SearchDocument[]): Completions =>
  keyed(documents.flatMap(entriesOf));

export function withoutDocuments(completions: Completions, ids: ReadonlySet<string>): Completions {
  const entries = completions.entries.filter(({ documentId }) => !ids.has(documentId));
  return entries.length === completions.entries.length ? completions : keyed(entries);
}

export const withDocuments = (completions: Completions, documents: readonly SearchDocument[]): Completions =>
  documents.length === 0 ? completions : keyed([...completions.entries, ...documents.flatMap(entriesOf)]);

/**
 * What somebody who typed this may go on to type: titles and headings that hold each typed word, the last as a beginning;
 * those that begin with it first, titles before headings, short before long.
 */
export function complete(
  { byKey }: Completions,
  typed: string,
  { limit, audiences }: { limit: number; audiences: readonly Audience[] },
): string[] {
  const folded = fold(typed.slice(0, longest)).trim();
  if (folded.length < shortest) return [];
  const words = wordsOf(folded);
  const rank = (entry: Completion) => (entry.folded.startsWith(folded) ? 0 : 2) + (entry.isTitle ? 0 : 1);
  const fitting = candidates(byKey, words).filter(
    (entry) => audiences.includes(entry.audience) && fits(entry.words, words),
  );
  fitting.sort((a, b) => rank(a) - rank(b) || a.text.length - b.text.length || (a.text < b.text ? -1 : 1));
  return distinct(fitting).slice(0, limit);
}

function entriesOf({ id, title, sections, audience }: SearchDocument): Completion[] {
  const headings = new Set(sections.map((section) => section.heading.trim()));
  const put = (text: string, isTitle: boolean): Completion => {
    const folded = fold(text);
    return { documentId: id, text, folded, words: wordsOf(folded), isTitle, audience };
  };
  return [put(title.trim(), true), ...[...headings].map((heading) => put(heading, false))].filter(
    ({ text, words }) => words.length > 0 && text.length <= longestShown,
  );
}

function keyed(entries: readonly Completion[]): Completions {
  const byKey = new Map<string, Completion[]>();
  for (const entry of entries)
    for (const key of new Set(entry.words.map(keyOf))) {
      const known = byKey.get(key);
      if (known) known.push(entry);
      else byKey.set(key, [entry]);
    }
  return { entries, byKey };
}

/** Entries that may fit: every typed word begins one of theirs, so the longest decides. A lone letter is too little. */
function candidates(byKey: Completions['byKey'], words: readonly string[]): readonly Completion[] {
  const longestWord = [...words].sort((a, b) => b.length - a.length)[0] ?? '';
  return byKey.get(keyOf(longestWord)) ?? [];
}

function fits(words: readonly string[], typed: readonly string[]): boolean {
  const last = typed.at(-1)!;
  return (
    typed.slice(0, -1).every((word) => words.includes(word)) && words.some((word) => word.startsWith(last))
  );
}

/** Each text once, whatever its capital letters. */
function distinct(entries: readonly Completion[]): string[] {
  const seen = new Map<string, string>();
  for (const { folded, text } of entries) if (!seen.has(folded)) seen.set(folded, text);
  return [...seen.values()];
}

const wordsOf = (folded: string): string[] => folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const keyOf = (word: string): string => word.slice(0, keyLength);
