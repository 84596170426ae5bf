import { alsoWords } from './alsoWords.ts';
import { isRole } from './contact.ts';
import type { Match, People } from './finding.ts';
import { matches } from './matches.ts';

/** Names and logins of the people of a ticket: whole names, each word of a name, and what stands before the @. */
export function findNames(text: string, people: People): Match[] {
  const plain = fold(text);
  const words = people.names.flatMap((name) => wordsOf(name));
  const locals = people.emails.map((email) => email.split('@')[0]!.replace(/\+.*$/, ''));
  const personal = locals.filter((local) => local.length >= 3 && !isRole(local));
  return [
    ...people.emails.flatMap((email) => findWord(plain, fold(email), 'email')),
    ...people.names.flatMap((name) => findName(text, plain, wordsOf(name))),
    ...personal
      .flatMap((local) => findWord(plain, fold(local), words.includes(fold(local)) ? 'name' : 'login'))
      .filter(isMeantIn(text)),
    ...people.names.flatMap((name) => findLogins(plain, fold(name).trim().split(/\s+/))),
    ...people.names
      .flatMap((name) => name.split(/\s+/).filter((word) => /['’]/.test(word)))
      .flatMap((word) => findWord(plain, fold(word), 'name')),
    ...(people.known ?? [])
      .flatMap(({ kind, text: known }) => findWord(plain, fold(known.trim()), kind))
      .filter(isMeantIn(text)),
    ...[...new Set([...words, ...personal.flatMap(wordsOf).filter((word) => word.length >= 4)])]
      .filter((word) => word.length >= 3)
      .flatMap((word) => findWord(plain, word, 'name'))
      .filter(isMeantIn(text)),
  ];
}

/** What companies make of a name to log in with: `mrossi`, `rossi.m`, `mario_rossi84`. */
function findLogins(plain: string, words: string[]): Match[] {
  const letters = (text: string) => text.replace(/[^\p{L}]/gu, '');
  const [first, last] = [letters(words[0] ?? ''), letters(words.slice(1).join(''))];
  if (!first || last.length < 3) return [];
  const [a, b, initial] = [escape(first), escape(last), escape(first[0]!)];
  const shape = `(?:${a}|${initial})[._-]?${b}\\d{0,4}|${b}(?:[._-](?:${a}|${initial})|${a})\\d{0,4}|(?:${a}|${b})[._-]?\\d{1,4}`;
  return matches(plain, new RegExp(`(?<![\\p{L}\\p{N}])(?:${shape})(?![\\p{L}\\p{N}])`, 'gu'), 'login');
}

/** The words of a name in either order, with a particle, a comma or (where capitals tell) a middle name between. */
function findName(text: string, plain: string, words: string[]): Match[] {
  if (words.length < 2) return [];
  const joined = (list: string[]) =>
    list
      .map((word) => `(?:${particles}\\s+|(?:d|o|l|dell|sant|ca)['’])?${escape(word)}`)
      .join(String.raw`(?:[ \t,.’'-]|\n(?!\n))+(?:(\p{L}+)\.?[ ])??`);
  const either = `${joined(words)}|${joined(words.toReversed())}`;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${either})(?![\\p{L}\\p{N}])`, 'gu');
  return matches(plain, pattern, 'name', (match) => {
    const hasMiddle = match.slice(1).some(Boolean);
    return !hasMiddle || /^\p{Lu}/u.test(text.slice(match.index));
  });
}

const findWord = (plain: string, word: string, kind: Match['kind']): Match[] =>
  word ? matches(plain, new RegExp(`(?<![\\p{L}\\p{N}])${spelt(word)}(?![\\p{L}\\p{N}])`, 'gu'), kind) : [];

/** Either apostrophe, and for a space any white space that doesn't end a paragraph. */
const spelt = (word: string) =>
  escape(word)
    .replace(/['’]/g, "['’]")
    .replace(/\s+/g, String.raw`(?:[ \t]+|[ \t]*\n[ \t]*)`);

/** A name that is a word too counts where it is written with a capital. */
const isMeantIn =
  (text: string) =>
  ({ start, end }: Match) => {
    const written = text.slice(start, end);
    if (!alsoWords.has(fold(written))) return true;
    return /^\p{Lu}/u.test(written) && !isBeginning(text, start, end);
  };

/** "Mark the box", "Will it help?": the word, with a capital because it begins a sentence. */
const isBeginning = (text: string, start: number, end: number) =>
  /(?:^|\n|[.!?:] )[\s>*_\d.)-]*$/.test(text.slice(Math.max(0, start - 8), start)) &&
  /^ (?:the|an?|it|this|that|these|your|my|as|all|you|we|they|i)\b/.test(text.slice(end, end + 8));

const particles = '(?:di|de|da|del|della|dello|dei|degli|van|von|der|den|la|le|lo|el|al)';
const noName = new RegExp(`^(?:${particles}|mr|mrs|ms|dr|sig|dott|prof|ing|avv|jr|sr)$`);

const wordsOf = (name: string): string[] =>
  fold(name)
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= 2 && !noName.test(word));

/** Small letters without accents, every place where it was: one character for each. */
function fold(text: string): string {
  return Array.from(text.normalize('NFC'), (c) => {
    const plain = c.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    return plain.length === c.length ? plain : c;
  }).join('');
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
