import { anyCase } from './anyCase.ts';
import type { Match } from './finding.ts';
import { matches } from './matches.ts';

/** A word with a capital; of a bounded length, since people paste anything. */
const capital = "(?<![\\p{L}.’'-])\\p{Lu}[\\p{L}.’'-]{0,30}(?![\\p{L}\\p{N}’'-])";
const number = '\\d{1,5}(?:[ ]?[/-]?[ ]?[a-zA-Z])?(?:/[A-Za-z\\d]{1,3})?(?![\\p{L}\\p{N}]|[.,]\\d)';

const streetIt = `${anyCase('viale|via|piazzale|piazza|piazzetta|corso|largo|vicolo|strada(?: provinciale| statale| comunale)?|lungomare|lungotevere|lungarno|lungo|contrada|c\\.da|calle|fondamenta|salita|rione|borgo|traversa|localit[àa]|loc\\.|frazione|fraz\\.|v\\.le|v\\.|p\\.zza|p\\.za|c\\.so|l\\.go|str\\.')}`;
const townIt = `${capital}(?:[ ]${capital}){0,2}(?:\\s*\\(?[A-Z]{2}\\)?(?![\\p{L}\\p{N}]))?`;
const codeGb = '[A-Z]{1,2}\\d[A-Z\\d]?[ ]?\\d[A-Z]{2}';
const codeUs = '[A-Z]{2}[ ]\\d{5}(?:-\\d{4})?';
const technical =
  /^(?:usb|bluetooth|wi-?fi|https?|smtp|imap|pop\d?|vpn|ssh|s?ftp|api|tcp|udp|ipv\d|hdmi|port|porta|app|sms|pec|spid|mail|e-mail|email|web)$/i;
/** What stands before or after a street: a flat, a unit, a box. */
const unit = '(?:flat|apt|apartment|suite|unit|room|floor|int|interno|scala|piano)\\.?[ ]?[\\dA-Z]{1,5}';
const kindEn =
  '(?:Street|St|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Boulevard|Blvd|Terrace|Close|Crescent|Way|Place|Pl|Row|Mews|Gardens|Grove|Hill|Park|Walk|Parade|Estate|Highway|Hwy|Parkway|Pkwy)';
const townEn = `(?:,?[ \\n]${capital}(?:[ ]${capital}){0,2})?`;
const restEn = `${townEn}(?:,?[ \\n](?:${codeGb}|${codeUs})(?![\\p{L}\\p{N}]))?`;

/** Streets with their number, their town and post code, each country in its own order. */
const shapes: [RegExp, number?][] = [
  // Via Garibaldi 12, 20121 Milano (MI)
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}])${streetIt}\\s+(?:d(?:i|el|ella|ei|egli|elle|ell[’'])\\s*)?(${capital}|[IVX]+)(?:\\s+[\\p{L}.’'-]+){0,3}?,?\\s*(?:km\\s*|n[.°º]?\\s*)?(?:\\d{1,5}(?:,\\d)?(?:\\s*[/-]?\\s*[a-zA-Z])?(?:/[A-Za-z])?(?![\\p{L}\\p{N}]|\\.\\d)|snc)(?:[ ]km[ ]?\\d{1,3}(?:,\\d)?)?(?:,?[ ]${anyCase(unit)})?(?:[ ]*[,–-]?[ \\n]?\\d{5}[ ]${townIt}|,[ ]${capital}(?:[ ]${capital})?)?`,
      'gu',
    ),
    1,
  ],
  // via XX Settembre 40
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}])${streetIt}\\s+(?:[IVX]{1,6}|\\d{1,2})\\s+${capital}[ ,]+${number}(?:,[ ]${capital})?`,
      'gu',
    ),
  ],
  // Flat 3, 14 Orchard Lane, Leeds LS6 2QT
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}.#-])(?:${anyCase(unit)},?[ ])?\\d{1,5}[a-zA-Z]?,?\\s+(?:[NSEW][ ])?(?:(?:${capital}|\\d{1,3}(?:st|nd|rd|th))\\s+){1,3}${kindEn}\\.?(?![\\p{L}\\p{N}])(?:,?[ ]${anyCase(unit)}(?![\\p{L}\\p{N}]))?${restEn}`,
      'gu',
    ),
  ],
  // The Old Rectory, Church Lane, Ashby LE65 1AE
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${capital}(?:[ ]${capital}|[ ]\\d{1,4}){0,4},?[ ]){1,4}${codeGb}(?![\\p{L}\\p{N}])`,
      'gu',
    ),
  ],
  // 9 Kirkgate, Otley
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}.#-])\\d{1,4}[a-z]?[ ]\\p{Lu}\\p{Ll}{2,12}(?:gate|croft|side|view|fields?|wood|bank|dale|mount|wynd),?[ ]${capital}`,
      'gu',
    ),
  ],
  // Hauptstraße 44, 10827 Berlin; 19 rue de la Paix, 75002 Paris
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}])\\p{Lu}\\p{L}{0,30}(?:stra(?:ß|ss)e|str\\.|platz|weg|gasse|allee)[ ]${number}(?:,?[ ]\\d{4,5}[ ]${capital})?`,
      'gu',
    ),
  ],
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}])\\d{1,4},?[ ]${anyCase('bis[ ]')}?${anyCase('rue|av\\.|avenue|bd|boulevard|place|chemin|impasse|quai|calle|plaza|rua')}[ ][\\p{L}’' -]{2,40}(?:,?[ ]\\d{5}[ ]${capital})?`,
      'gu',
    ),
  ],
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:P\\.?[ ]?O\\.?[ ]?Box|Casella Postale|C\\.P\\.)[ ]\\d{1,6}(?:,[ ]${capital}(?:,[ ]${codeUs})?)?`,
      'gu',
    ),
  ],
  // Town and post code alone: 80138 Napoli (NA), EH1 1YZ, Springfield, IL 62704
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}.,/-])\\d{5}[ ]\\p{Lu}[\\p{L}’'-]+(?:[ ]\\p{Lu}[\\p{L}’'-]+){0,2}[ ]?\\([A-Z]{2}\\)`,
      'gu',
    ),
  ],
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}-])[A-Z]{1,2}\\d[A-Z\\d]?[ ]\\d[ABD-HJLNP-UW-Z]{2}(?![\\p{L}\\p{N}-])`,
      'gu',
    ),
  ],
  [new RegExp(`(?<![\\p{L}\\p{N}])${capital}(?:[ ]${capital})?,[ ]${codeUs}(?![\\p{L}\\p{N}])`, 'gu')],
];

/** After words that say where somebody lives or where something goes: to the end of what has capitals and numbers. */
const place = `(?:${capital}|\\d{1,5}[a-zA-Z]?|[A-Z]{1,2}\\d[A-Z\\d]?[ ]\\d[A-Z]{2}|(?:di|de|del|della|dei|degli|delle|of|the|le|la|lo|int\\.|n\\.))`;
const said = new RegExp(
  `(?<![\\p{L}])${anyCase('(?:i|we) live (?:at|in)|abit(?:o|iamo) (?:in|a)|resident[ei] (?:in|a)|deliver(?:y|ed)?(?: it)? to|ship(?:ped|ping)?(?: it)? to|moved to|consegn(?:a|ate|are) (?:in|a)|sped(?:ite|ire|isci) (?:in|a)|spostati in|trasferit[oi] in|(?:shipping |delivery |billing |home |postal )?address|indirizzo(?: di (?:spedizione|consegna|fatturazione|casa))?')}(?: is| è)?[: |*_]{1,4}(${place}(?:,?[ ]${place}){1,9})`,
  'gu',
);

/** Postal addresses (the orders of UPU S42 for Italy, the United Kingdom, the United States, Germany and France). */
export function findAddresses(text: string): Match[] {
  return [
    ...shapes.flatMap(([shape, street]) =>
      matches(text, shape, 'address', (match) => !street || !technical.test(match[street]!)),
    ),
    ...matches(text, said, 'address', ([, words]) => /\d/.test(words!) && !/^\d+$/.test(words!), 1),
  ];
}
