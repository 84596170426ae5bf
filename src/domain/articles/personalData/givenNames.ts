import { alsoWords, wordsThatAreFirstNames, wordsThatAreSurnames } from './alsoWords.ts';
import { firstNames } from './firstNames.ts';
import type { Match } from './finding.ts';
import { nameCues, word, words } from './nameCues.ts';
import { notNames } from './notNames.ts';
import { surnames } from './surnames.ts';

const shapes = nameCues.map(({ before, name, after = '' }) => new RegExp(`${before}(${name})${after}`, 'gu'));
const anywhere = new RegExp(`(?<![\\p{L}\\p{N}’'@/#.-])${words(0)}(?![\\p{L}\\p{N}])`, 'gu');
const separator = /[ ](?:&|and|e|ed|\+)[ ]/g;
const eachWord = new RegExp(word, 'gu');

/**
 * Names of people nobody listed: after a title, an introduction, a relation, a greeting or a farewell, in the header of a
 * mail, before what people do; and frequent first names and surnames anywhere.
 */
export function findGivenNames(text: string): Match[] {
  return [
    ...shapes.flatMap((shape) => [...text.matchAll(shape)].flatMap(said)),
    ...[...text.matchAll(anywhere)].flatMap(frequent),
  ];
}

/** The names a cue points at: one, or two with an "and" between. */
function said({ 0: whole, 1: names = '', index }: RegExpExecArray): Match[] {
  const found: Match[] = [];
  let start = index + whole.indexOf(names, whole.length - names.length - tailOf(whole, names));
  for (const name of names.split(separator)) {
    const match = withoutOthers({ kind: 'name', start, end: start + name.length }, name);
    if (match) found.push(match);
    start += name.length + (separatorAfter(names, name)?.length ?? 0);
  }
  return found;
}

const tailOf = (whole: string, names: string) => whole.length - whole.lastIndexOf(names) - names.length;
const separatorAfter = (names: string, name: string) =>
  names.slice(names.indexOf(name) + name.length).match(separator)?.[0];

/** "Dear Anna Rossi Please" is Anna Rossi: words that are no name are none at its beginning, and end it. */
function withoutOthers(match: Match, name: string): Match | null {
  const parts = name.split(' ');
  const first = parts.findIndex((_, at) => !isOther(parts, at));
  if (first < 0) return null;
  const stop = parts.findIndex((_, at) => at > first && isOther(parts, at));
  const start = match.start + lengthOf(parts.slice(0, first)) + (first > 0 ? 1 : 0);
  const said = parts.slice(first, stop < 0 ? parts.length : stop);
  return lengthOf(said) < 2 ? null : { ...match, start, end: start + lengthOf(said) };
}

const lengthOf = (parts: string[]) => parts.join(' ').length;

/** A word that is no part of a name, unless it is the particle of a surname: "Lo Presti". */
const isOther = (parts: string[], at: number) =>
  notNames.has(parts[at]!.toLowerCase()) && !isParticle(plain(parts[at]!), parts[at + 1]);

/** In a run of words with capitals: from the first that names somebody to the last that may belong to it. */
function frequent({ 0: run, index }: RegExpExecArray): Match[] {
  const parts = [...run.matchAll(eachWord)];
  const first = parts.findIndex((_, at) => isNameAt(parts, at));
  if (first < 0) return [];
  const all = parts.map(([part]) => part);
  const stop = all.findIndex((_, at) => at > first && isOther(all, at));
  const last = parts[(stop < 0 ? parts.length : stop) - 1]!;
  return [{ kind: 'name', start: index + parts[first]!.index, end: index + last.index + last[0].length }];
}

function isNameAt(parts: RegExpExecArray[], at: number): boolean {
  const [part = '', next = '', afterNext] = [at, at + 1, at + 2].map((place) =>
    plain(parts[place]?.[0] ?? ''),
  );
  if (notNames.has(part)) return false;
  if (isFrequent(part) || (next && isFrequent(part + next))) return true;
  if (!wordsThatAreFirstNames.has(part) || !next) return false;
  return wordsThatAreSurnames.has(next) || surnames.has(next) || isParticle(next, afterNext);
}

/** A word that is a name as well says nothing by itself: "Mark All", "Will Not". */
const isFrequent = (part: string) => (firstNames.has(part) || surnames.has(part)) && !alsoWords.has(part);

const isParticle = (part: string, next: string | undefined) =>
  Boolean(next) && /^(?:de|di|da|del|della|dal|dalla|degli|dei|lo|la|le|van|von|al|el|mc|st)$/.test(part);

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}’']/gu, '')
    .toLowerCase();
