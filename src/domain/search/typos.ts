/** Words shorter than this are left alone: too many words are one letter away from them. */
const shortestWord = 4;
/** From this length on an error in the first letter is mended, too. */
const longWord = 6;

/** Known words found by a half of theirs that an error left whole. */
export interface Speller {
  known: ReadonlyMap<string, number>;
  halves: ReadonlyMap<string, readonly string[]>;
  /** Those of the known words that public articles hold, which alone may be shown. */
  published: ReadonlySet<string>;
}

/** A speller for the known words and how often each occurs; `published` are those that may be shown. */
export function buildSpeller(
  known: ReadonlyMap<string, number>,
  published: ReadonlySet<string> = new Set(known.keys()),
): Speller {
  const halves = new Map<string, string[]>();
  for (const word of known.keys())
    if (word.length >= shortestWord - 1)
      for (const key of halfKeys(word, word.length)) {
        const list = halves.get(key);
        if (list) list.push(word);
        else halves.set(key, [word]);
      }
  return { known, halves, published };
}

export const isKnown = (speller: Speller, word: string): boolean => speller.known.has(word);

/**
 * The known words one typing error away (a letter too many, too few, wrong, or two swapped; Damerau 1964), most frequent
 * first; none for a known or a short word. One error leaves the first or the last half of a word whole.
 */
export function corrections(speller: Speller, word: string, limit = 3): string[] {
  if (word.length < shortestWord || speller.known.has(word) || /\p{N}/u.test(word)) return [];
  const found = new Set<string>();
  for (const length of [word.length - 1, word.length, word.length + 1])
    for (const key of halfKeys(word, length))
      for (const candidate of speller.halves.get(key) ?? [])
        if (isLikely(word, candidate)) found.add(candidate);
  return [...found].sort((a, b) => speller.known.get(b)! - speller.known.get(a)!).slice(0, limit);
}

/** Fewest letters of an unfinished word from which it is guessed. */
const shortestBeginning = 2;

/** Published words that begin so, most frequent first: what somebody who is still typing the word may mean. */
export function beginnings(speller: Speller, start: string, limit = 4): string[] {
  if (start.length < shortestBeginning) return [];
  const found: string[] = [];
  for (const word of speller.published) if (word.startsWith(start)) found.push(word);
  return found.sort((a, b) => speller.known.get(b)! - speller.known.get(a)!).slice(0, limit);
}

/** One error away; in a short word the first letter is nearly always right. */
const isLikely = (word: string, candidate: string): boolean =>
  (word.length >= longWord || word[0] === candidate[0]) && isOneEditAway(word, candidate);

/** The halves by which a known word of `length` would be found from `word`. */
function halfKeys(word: string, length: number): string[] {
  const half = Math.floor((length - 1) / 2);
  return [`${length}<${word.slice(0, half)}`, `${length}>${word.slice(word.length - half)}`];
}

/** True when one insertion, deletion, substitution or swap of neighbours turns one word into the other. */
export function isOneEditAway(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.length !== restB.length) return restA.slice(1) === restB || restB.slice(1) === restA;
  return (
    restA.slice(1) === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
