import { findEmails } from './contact.ts';
import { findPersonalData } from './find.ts';
import type { Known, Match, People } from './finding.ts';
import { findQuotedLogins } from './logins.ts';
import { matches } from './matches.ts';
import { findIps } from './numbers.ts';
import { isLikelyName } from './notNames.ts';
import { reading } from './reading.ts';

/** At most so many pieces of a ticket's data are looked for in its article. */
const most = 200;

/**
 * What the texts of a ticket give away, for the article written from it: said once next to a word that betrays it ("my
 * order is 48213"), it is looked for everywhere; and what says nothing in a text of its own but is somebody's in a ticket:
 * the words of a name, a machine inside a network, an address of a kind that examples have, a firm. Each piece once, in the order of appearance.
 */
export function dataInTexts(texts: string[], people: People): Known[] {
  const found = texts.flatMap((source) => [...saidIn(source, people), ...onlyInTickets(source)]);
  const pieces = new Map(
    found
      .filter(({ text }) => text.trim().length >= 3)
      .map(({ kind, text }) => [`${kind} ${text.trim().toLowerCase()}`, { kind, text: text.trim() }]),
  );
  return [...pieces.values()].slice(0, most);
}

function saidIn(source: string, people: People): Known[] {
  const found = findPersonalData({ title: '', summary: '', slug: '', tags: [], source }, people);
  return found.flatMap(({ kind, text }) => [
    { kind, text: reading(text).bare },
    ...(kind === 'name' ? namesIn(text) : []),
  ]);
}

/** "Kwabena Oyelaran" signs as Kwabena, and others call her Ms Oyelaran. */
const namesIn = (name: string): Known[] =>
  reading(name)
    .bare.split(/\s+/)
    .filter((word) => /^\p{Lu}/u.test(word) && word.length >= 3 && isLikelyName(word))
    .map((text) => ({ kind: 'name', text }));

const firm =
  /(?<![\p{L}\p{N}’'-])(\p{Lu}[\p{L}’'-]{1,30}(?:[ ](?:&[ ])?\p{Lu}[\p{L}’'-]{1,30}){0,3})[ ](?:(?:[Ss]\.?[ ]?[Rr]\.?[ ]?[Ll]|[Ss]\.?[ ]?[Pp]\.?[ ]?[Aa]|[Ss]\.?[ ]?[Nn]\.?[ ]?[Cc]|[Ss]\.?[ ]?[Aa]\.?[ ]?[Ss]|Ltd|Limited|LLC|LLP|GmbH|AG|PLC|plc)\.?|&[ ](?:Sons|Associati|Figli|Co\.?))(?![\p{L}\p{N}])/gu;

const called =
  /(?<![\p{L}])(?:ditta|azienda|società|impresa|company|firm)[ ](\p{Lu}[\p{L}’'-]{1,30}(?:[ ]\p{Lu}[\p{L}’'-]{1,30}){1,3})/gu;

const onlyInTickets = (source: string): Known[] => {
  const { bare } = reading(source);
  const found: Match[] = [
    ...findEmails(bare, { withExamples: true }),
    ...findIps(bare, { withExamples: true }),
    ...findQuotedLogins(bare),
    ...matches(bare, firm, 'name'),
    ...matches(bare, called, 'name', () => true, 1),
  ];
  return found.map(({ kind, start, end }) => ({ kind, text: bare.slice(start, end) }));
};
