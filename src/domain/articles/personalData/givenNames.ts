import { alsoWords } from './alsoWords.ts';
import { firstNames } from './firstNames.ts';
import type { Match } from './finding.ts';
import { matches } from './matches.ts';

/** One to three words with a capital, and the small particles of a surname between. */
const word = "\\p{Lu}\\p{L}{0,30}(?:[’'-]\\p{L}{1,30}){0,3}";
const next = `[ ](?:(?:van|von|de|di|da|der|den|del|la|el)[ ]){0,2}${word}`;
const name = `(${word}(?:${next}){0,3})`;
const pair = `(${word}(?:${next}){1,3})`;

/** Words that begin with a capital beside a person's name, or in its place. */
const noNames =
  /^(?:mr|mrs|ms|dr|prof|sig|dott|avv|ing|team|support|all|everyone|everybody|sir|madam|customer|customers|colleagues?|there|you|again|friends?|admin|agent|service|services|sales|office|helpdesk|desk|staff|us|it|accounting|billing|portico|team|cliente|clienti|assistenza|supporto|signori?|signora|tutti|colleghi|ufficio|servizio|servizi|staff|mille|amministrazione|vendite|settings|help|center|centre|microsoft|google|apple|amazon|windows|office|account|page|the|a|an|my|our|your|this|il|lo|la|le|un|una|mio|mia|nostro|nostra|vostro|per|se|non|quando|ho|when|if|i|we|for|please|and|e|ed|to|in|on|regards|saluti|grazie|thanks)$/i;
const cues: [string, string][] = [
  // Titles.
  [`(?:(?<![\\p{L}])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\\.?)[ ]`, name],
  [
    `(?:(?<![\\p{L}])(?:[Ss]ig(?:\\.(?:ra|na))?|[Ss]ignor[ae]?|[Dd]ott(?:\\.ssa|oressa|or)?|[Aa]vv|[Ii]ng|[Gg]eom|[Rr]ag|[Pp]rof(?:\\.ssa)?|[Aa]rch)\\.?)[ ]`,
    name,
  ],
  // Introductions.
  [`(?<![\\p{L}])(?:[Mm]y name is|[Mm]y name[’']s|[Mm]i chiamo|[Ii]l mio nome è)[ ]`, name],
  [`(?<![\\p{L}])(?:I am|I[’']m|[Tt]his is|[Ss]ono(?: di nuovo)?)[ ]`, pair],
  // Relations.
  [
    `(?<![\\p{L}])(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er)[ ](?:wife|husband|partner|colleague|boss|manager|son|daughter|brother|sister|assistant|friend|mother|father|secretary)[ ]`,
    name,
  ],
  [
    `(?<![\\p{L}])(?:[Mm]i[ao]|[Nn]ostr[ao]|[Ss]u[ao])[ ](?:moglie|marito|compagn[ao]|collega|capo|figli[ao]|fratello|sorella|madre|padre|amic[ao]|segretari[ao]|responsabile)[ ]`,
    name,
  ],
  // Whom to turn to, whose it is.
  [
    `(?<![\\p{L}])(?:(?:[Ss]poke|[Tt]alked|[Ss]peak|[Tt]alk)(?:ing)?[ ](?:with|to)|[Rr]eply to|[Aa]sk(?: for)?|[Bb]elongs to|[Cc]ontact:?|[Ss]igned by|[Rr]egistered to)[ ]`,
    pair,
  ],
  [
    `(?<![\\p{L}])(?:(?:[Pp]arlato|[Pp]arlare) con|[Rr]ispondete a|[Cc]hied(?:ete|ere)(?: di| a)?|[Ii]ntestat[oa] a|[Rr]eferente:?|[Ff]irmat[oa] da)[ ]`,
    pair,
  ],
  // The beginning and the end of a letter.
  [
    `(?:^|\\n)(?:Hi|Hello|Hey|Dear|Good (?:morning|afternoon|evening)|Thank you|Ciao|Salve|Buongiorno|Buonasera|Gentile|Car[oa]|Grazie)[ ]`,
    `${name}(?=[ ]*[,!.]?[ ]*(?:\\n|$))`,
  ],
  [
    `(?:[Rr]egards|[Ww]ishes|[Cc]heers|[Tt]hanks|[Tt]hank you|[Ss]incerely|[Ss]aluti|[Gg]razie(?: mille)?|(?<=^|\\n)(?:--|—))[,.!]?(?:[ ]*(?:\\\\)?\\n+|[ ]+)`,
    `${name}(?=[ ]*(?:\\\\)?(?:\\n|$))`,
  ],
];
const shapes = cues.map(([before, after]) => new RegExp(`${before}${after}`, 'gu'));
const anywhere = new RegExp(`(?<![\\p{L}\\p{N}’'-])${pair}(?![\\p{L}\\p{N}])`, 'gu');

/**
 * Names of people nobody listed: after a title, an introduction, a relation, a greeting or a farewell, and a frequent first
 * name with a surname anywhere.
 */
export function findGivenNames(text: string): Match[] {
  return [
    ...shapes.flatMap((shape) => matches(text, shape, 'name', (match) => isName(match[1]!), 1)),
    ...matches(text, anywhere, 'name', (match) => isName(match[1]!) && isKnownFirst(match[1]!), 1),
  ].map((match) => withoutNoNames(text, match));
}

const isName = (said: string) => said.length > 1 && !noNames.test(said.split(' ')[0]!);

/** A word that is a name as well says nothing by itself: "Mark All", "Will Not". */
function isKnownFirst(said: string): boolean {
  const first = plain(said.split(' ')[0]!);
  return firstNames.has(first) && !alsoWords.has(first);
}

/** "Anna Rossi Please" is Anna Rossi: a later word that is no name ends it. */
function withoutNoNames(text: string, match: Match): Match {
  const words = text.slice(match.start, match.end).split(' ');
  const end = words.findIndex((one, at) => at > 0 && noNames.test(one));
  return end < 0 ? match : { ...match, end: match.start + words.slice(0, end).join(' ').length };
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
