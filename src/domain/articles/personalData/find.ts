import { createHash } from 'node:crypto';
import { findAddresses } from './addresses.ts';
import { findBirthDates, findEmails, findPhones } from './contact.ts';
import { findingKinds, type FindingKind, type Match, type People } from './finding.ts';
import { findGivenNames } from './givenNames.ts';
import { findLogins } from './logins.ts';
import { findNames } from './names.ts';
import {
  findCards,
  findIbans,
  findIps,
  findNumbers,
  findPlaces,
  findPlates,
  findTaxCodes,
} from './numbers.ts';
import { reading } from './reading.ts';
import { findSecrets } from './secrets.ts';

/** The parts of an article that readers, or addresses, show. */
export interface ArticleText {
  title: string;
  summary: string;
  slug: string;
  tags: string[];
  source: string;
}
export type TextField = keyof ArticleText;

export interface Finding extends Match {
  field: TextField;
  text: string;
  /** From 1, in the source. */
  line: number;
  before: string;
  after: string;
  /** What a decision to keep it is remembered by: the same text of the same kind, not the text itself. */
  key: string;
}

/** So many in a field are shown at once: when they are dealt with, the next ones come. */
const mostInField = 500;
/** Characters of context on each side of a finding. */
const context = 40;

/**
 * Everything in an article that looks like somebody's data: names and logins of these people, e-mail and postal
 * addresses, telephones, cards, IBANs, tax codes, order and other long numbers, addresses of machines, keys and
 * passwords. In order of appearance; a piece of text is found once, as the most telling kind.
 */
export function findPersonalData(article: ArticleText, people: People): Finding[] {
  const { title, summary, slug, tags, source } = article;
  const spoken = slug.replaceAll('-', ' ');
  return [
    ...inField('title', title, people),
    ...inField('summary', summary, people),
    ...findNames(spoken, people)
      .map((match) => toFinding('slug', slug, match))
      .filter(isFirst),
    ...inField('tags', tags.join(', '), people),
    ...inField('source', source, people),
  ];
}

function inField(field: TextField, text: string, people: People): Finding[] {
  const { bare, placeOf } = reading(withoutOwnAddresses(text));
  const all = [
    ...findNames(bare, people),
    ...[findEmails, findSecrets, findIbans, findCards, findTaxCodes, findIps].flatMap((find) => find(bare)),
    ...[findPhones, findNumbers, findPlates, findAddresses, findPlaces, findBirthDates].flatMap((find) =>
      find(bare),
    ),
    ...[findLogins, findGivenNames].flatMap((find) => find(bare)),
  ];
  return withoutOverlaps(all)
    .slice(0, mostInField)
    .map((match) => toFinding(field, text, placeOf(match)));
}

/** The hash in the address of an article's file is random too, and nobody's. */
const withoutOwnAddresses = (text: string) =>
  text.replace(/\/assets\/[0-9a-f]{64}\//g, (address) => ' '.repeat(address.length));

/** What lies within another goes; of others that overlap the most telling kind wins, then the longest. */
function withoutOverlaps(found: Match[]): Match[] {
  const all = withoutParts(found);
  const rank = ({ kind }: Match) => findingKinds.indexOf(kind);
  const sorted = all.toSorted((a, b) => rank(a) - rank(b) || b.end - b.start - (a.end - a.start));
  const taken = new Uint8Array(all.reduce((last, { end }) => Math.max(last, end), 0));
  const kept = sorted.filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false;
    taken.fill(1, start, end);
    return true;
  });
  return kept.toSorted((a, b) => a.start - b.start);
}

/** In one pass over the matches by their beginning: the farthest end so far tells whether one lies within. */
function withoutParts(found: Match[]): Match[] {
  let end = -1;
  let start = -1;
  return found
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter((match) => {
      const isSame = match.start === start && match.end === end;
      if (match.end <= end && !isSame) return false;
      if (!isSame) [start, end] = [match.start, match.end];
      return true;
    });
}

function toFinding(field: TextField, whole: string, { kind, start, end }: Match): Finding {
  const text = whole.slice(start, end);
  return {
    ...{ field, kind, start, end, text },
    line: whole.slice(0, start).split('\n').length,
    before: whole.slice(Math.max(0, start - context), start).replace(/^.*\n/s, ''),
    after: whole.slice(end, end + context).replace(/\n.*$/s, ''),
    key: keyOf(kind, text),
  };
}

function keyOf(kind: FindingKind, text: string): string {
  const same = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
  return createHash('sha256').update(`${kind}:${same}`).digest('hex').slice(0, 24);
}

const isFirst = (finding: Finding, i: number, all: Finding[]) =>
  all.findIndex((other) => other.start < finding.end && finding.start < other.end) === i;
