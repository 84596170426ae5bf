import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BenchDocument {
  id: string;
  title: string;
  body: string;
  lang: string;
}
export interface BenchQuery {
  id: string;
  text: string;
  relevant: string[];
}
export interface BenchSet {
  documents: BenchDocument[];
  past: { documentId: string; text: string }[];
  queries: BenchQuery[];
  /** Documents that `--skew` leaves without past questions. */
  unasked: ReadonlySet<string>;
}
export interface SetOptions {
  past: number;
  skew: boolean;
  typos: boolean;
  split: string;
}

/** Reads a folder of `docs.jsonl`, `asked.jsonl` (may be absent) and `queries.<split>.jsonl`. */
export function readSet(folder: string, options: SetOptions): BenchSet {
  const documents = readLines<BenchDocument>(join(folder, 'docs.jsonl'));
  const queries = readLines<BenchQuery>(join(folder, `queries.${options.split}.jsonl`));
  if (documents.length === 0 || queries.length === 0)
    throw new Error(
      `No docs.jsonl or no queries.${options.split}.jsonl in ${folder}: name a folder that has both.`,
    );
  const asked = readLines<{ doc: string; text: string }>(join(folder, 'asked.jsonl'));
  const unasked = new Set(
    options.skew ? documents.filter((_, at) => at % 2 === 1).map((document) => document.id) : [],
  );
  const counts = new Map<string, number>();
  const past = asked.filter(({ doc }) => {
    const count = (counts.get(doc) ?? 0) + 1;
    counts.set(doc, count);
    return count <= options.past && !unasked.has(doc);
  });
  const random = seeded(77);
  return {
    documents,
    queries: options.typos
      ? queries.map((query) => ({ ...query, text: mistype(query.text, random) }))
      : queries,
    past: past.map(({ doc, text }) => ({ documentId: doc, text })),
    unasked,
  };
}

function readLines<T>(path: string): T[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as T);
}

/** One typing error in a word of four letters or more: a letter left out, put in, wrong, or two swapped. */
export function mistype(text: string, random: () => number): string {
  const words = [...text.matchAll(/\p{L}{4,}/gu)];
  const word = words[Math.floor(random() * words.length)];
  if (!word) return text;
  const letters = [...word[0]];
  const at = Math.floor(random() * (letters.length - 1));
  const other = String.fromCharCode(97 + Math.floor(random() * 26));
  const kind = Math.floor(random() * 4);
  if (kind === 0) letters.splice(at, 1);
  else if (kind === 1) letters.splice(at, 0, other);
  else if (kind === 2) letters.splice(at, 1, other);
  else letters.splice(at, 2, letters[at + 1]!, letters[at]!);
  return text.slice(0, word.index) + letters.join('') + text.slice(word.index + word[0].length);
}

/** Mulberry32: the same numbers at every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
