import { isRole } from './contact.ts';
import type { Match, People } from './finding.ts';
import { matches } from './matches.ts';

/** First and last names that are everyday words as well: in small letters they are taken for the word. */
const alsoWords = new Set(
  (
    'mark will bill rose grace may april june august art frank grant rich page summer hope faith joy chase drew pat jack ' +
    'dale glen lane miles rusty sandy skip ray guy sunny ruby pearl lily violet daisy ivy amber dawn eve olive sage ' +
    'young long short black white brown green gray grey king knight baker cook carpenter smith hill wood woods field ' +
    'fields stone rivers park banks bush rice price day love best sharp swift stark ford cross bell case cash read ' +
    'rosa bianca bianco chiara chiaro gioia luce vera vero franca franco bruno bruna serena sereno viola celeste stella ' +
    'aurora alba angelo angela pace fede felice grazia grazie letizia libero marina mina nella pia pio rocco salvatore ' +
    'santo santa vita vittoria rossi neri verdi bianchi bruni conti costa ferri fonte fonti forte grasso greco guerra ' +
    'leone longo marino monti riva sala serra testa valle villa viola gentile palma piazza ricci russo sole nuovo casa ' +
    'error user test data admin support customer cliente utente guest service servizio team ufficio office'
  ).split(' '),
);

/** Names and logins of the people of a ticket: whole names, each word of a name, and what stands before the @. */
export function findNames(text: string, people: People): Match[] {
  const plain = fold(text);
  const words = people.names.flatMap((name) => wordsOf(name));
  const locals = people.emails.map((email) => email.split('@')[0]!.replace(/\+.*$/, ''));
  const personal = locals.filter((local) => local.length >= 3 && !isRole(local));
  return [
    ...people.emails.flatMap((email) => findWord(plain, fold(email), 'email')),
    ...people.names.flatMap((name) => findName(text, plain, wordsOf(name))),
    ...personal.flatMap((local) => findWord(plain, fold(local), 'login')).filter(isMeantIn(text)),
    ...[...new Set([...words, ...personal.flatMap(wordsOf).filter((word) => word.length >= 4)])]
      .filter((word) => word.length >= 3)
      .flatMap((word) => findWord(plain, word, 'name'))
      .filter(isMeantIn(text)),
  ];
}

/** The words of a name in either order, with a particle, a comma or (where capitals tell) a middle name between. */
function findName(text: string, plain: string, words: string[]): Match[] {
  if (words.length < 2) return [];
  const joined = (list: string[]) =>
    list.map((word) => `(?:${particles}\\s+)?${escape(word)}`).join(String.raw`[\s,.-]+(?:(\p{L}+)\.?\s+)??`);
  const either = `${joined(words)}|${joined(words.toReversed())}`;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${either})(?![\\p{L}\\p{N}])`, 'gu');
  return matches(plain, pattern, 'name', (match) => {
    const hasMiddle = match.slice(1).some(Boolean);
    return !hasMiddle || /^\p{Lu}/u.test(text.slice(match.index));
  });
}

const findWord = (plain: string, word: string, kind: Match['kind']): Match[] =>
  word ? matches(plain, new RegExp(`(?<![\\p{L}\\p{N}])${escape(word)}(?![\\p{L}\\p{N}])`, 'gu'), kind) : [];

/** A name that is a word too counts where it is written with a capital. */
const isMeantIn =
  (text: string) =>
  ({ start, end }: Match) => {
    const written = text.slice(start, end);
    return !alsoWords.has(fold(written)) || /^\p{Lu}/u.test(written);
  };

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

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
