import type { Match } from './finding.ts';
import { matches } from './matches.ts';

const streetIt =
  '(?:[Vv]iale|[Vv]ia|[Pp]iazzale|[Pp]iazza|[Cc]orso|[Ll]argo|[Vv]icolo|[Ss]trada|[Ll]ungomare|[Cc]ontrada|V\\.le|P\\.zza|C\\.so)';
const townIt = "\\p{Lu}[\\p{L}’'-]+(?:[ ]\\p{Lu}[\\p{L}’'-]+){0,2}(?:\\s*\\([A-Z]{2}\\))?";
const codeGb = '[A-Z]{1,2}\\d[A-Z\\d]?[ ]?\\d[A-Z]{2}';
const technical =
  /^(?:usb|bluetooth|wi-?fi|https?|smtp|imap|pop\d?|vpn|ssh|s?ftp|api|tcp|udp|ipv\d|hdmi|port|porta|app|sms|pec|spid|mail|e-mail|email|web)$/i;

/** Street with its number, then post code and town: in the Italian order. */
const italian = new RegExp(
  `(?<![\\p{L}\\p{N}])${streetIt}\\s+(?:d(?:i|el|ella|ei|egli|elle|ell[’'])\\s*)?(\\p{Lu}[\\p{L}.’'-]*)(?:\\s+[\\p{L}.’'-]+){0,3}?,?\\s*(?:n[.°]?\\s*)?\\d{1,4}(?:\\s*[/-]?\\s*[a-zA-Z])?(?![\\p{L}\\p{N}]|\\.\\d)(?:[ ]*[,–-]?[ \\n]?\\d{5}[ ]${townIt})?`,
  'gu',
);
/** Number with its street, then town and post code: in the English order. */
const english = new RegExp(
  `(?<![\\p{L}\\p{N}.#-])\\d{1,5}[a-zA-Z]?,?\\s+(?:\\p{Lu}[\\p{L}.’'-]*\\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Boulevard|Blvd|Terrace|Close|Crescent|Way|Place|Pl)(?![\\p{L}\\p{N}])(?:,[ \\n]\\p{Lu}\\p{L}+(?=[ ,\\n.]))?(?:,?[ \\n](?:${codeGb}|[A-Z]{2}[ ]\\d{5})(?![\\p{L}\\p{N}]))?`,
  'gu',
);
/** Town and post code alone: `80138 Napoli (NA)`, `EH1 1YZ`. */
const alone = [
  new RegExp(
    `(?<![\\p{L}\\p{N}.,/-])\\d{5}[ ]\\p{Lu}[\\p{L}’'-]+(?:[ ]\\p{Lu}[\\p{L}’'-]+){0,2}[ ]?\\([A-Z]{2}\\)`,
    'gu',
  ),
  new RegExp(`(?<![\\p{L}\\p{N}-])[A-Z]{1,2}\\d[A-Z\\d]?[ ]\\d[ABD-HJLNP-UW-Z]{2}(?![\\p{L}\\p{N}-])`, 'gu'),
];

/** Postal addresses (the orders of UPU S42 for Italy, the United Kingdom and the United States). */
export function findAddresses(text: string): Match[] {
  return [
    ...matches(text, italian, 'address', (match) => !technical.test(match[1]!)),
    ...[english, ...alone].flatMap((shape) => matches(text, shape, 'address')),
  ];
}
