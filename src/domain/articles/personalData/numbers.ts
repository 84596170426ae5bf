import { isIP, isIPv6 } from 'node:net';
import type { Match } from './finding.ts';
import { matches } from './matches.ts';

/**
 * Payment cards: 13 to 19 digits in one run or in groups, with a right check digit (Luhn, ISO/IEC 7812-1); and the last four
 * of one, after the signs that hide the others or the words that say so.
 */
export function findCards(text: string): Match[] {
  return [
    ...matches(
      text,
      /(?<![\p{L}\p{N}.,-])\d(?:[ .-]?\d){12,18}(?![\p{L}\p{N}-]|[.,]\d)/gu,
      'card',
      ([whole]) => hasLuhn(whole.replace(/\D/g, '')),
    ),
    ...matches(
      text,
      /(?<![\p{L}\p{N}])(?:\d{4}[ -]?(?:\d\d)?)?(?:[*xX•·]{2,4}[ -]?){1,4}\d{4}(?![\p{L}\p{N}])/gu,
      'card',
    ),
    ...matches(
      text,
      /(?:ending|ends|finisce|finiscono|termina|terminante|finale|ultime (?:quattro|4) cifre)(?: (?:in|with|con|per|sono))?[: ]{1,2}(\d{4})(?![\p{L}\p{N}])/giu,
      'card',
      () => true,
      1,
    ),
  ];
}

function hasLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0 && !/^0+$/.test(digits);
}

/** IBANs with a right checksum (ISO 13616, mod 97), or said to be one: in one run, or in groups of capitals. */
export function findIbans(text: string): Match[] {
  const shapes = [
    /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}[A-Z\d]{11,30}(?![\p{L}\p{N}])/giu,
    /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ .-][A-Z\d]{4}){2,7}(?:[ .-][A-Z\d]{1,4})?(?![\p{L}\p{N}])/giu,
  ];
  const isMeant = (match: RegExpExecArray) => {
    const before = text.slice(Math.max(0, match.index - 20), match.index);
    const plain = match[0].replace(/[ .-]/g, '');
    return hasMod97(plain) || (/iban\W*$/i.test(before) && /\d{8}/.test(plain));
  };
  return shapes.flatMap((shape) => matches(text, shape, 'iban', isMeant));
}

function hasMod97(iban: string): boolean {
  const moved = (iban.slice(4) + iban.slice(0, 4)).toUpperCase();
  const digits = moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** The Italian codice fiscale, a US social security number and a UK national insurance number. */
export function findTaxCodes(text: string): Match[] {
  return [
    ...matches(
      text,
      /(?<![\p{L}\p{N}])[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPR-T][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z](?![\p{L}\p{N}])/giu,
      'taxCode',
    ),
    ...matches(
      text,
      /(?<![\p{L}\p{N}.,-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\p{L}\p{N}-])/gu,
      'taxCode',
    ),
    ...matches(
      text,
      /(?<![\p{L}\p{N}])(?:[A-CEGHJ-PR-TW-Z]{2}|QQ)[ ]?\d\d[ ]?\d\d[ ]?\d\d[ ]?[A-D](?![\p{L}\p{N}])/gu,
      'taxCode',
    ),
  ];
}

/**
 * Addresses of machines on the open internet. Private, loopback, documentation and well-known ones say nothing;
 * `withExamples`: private and documentation ones do, as in a text that quotes no example.
 */
export function findIps(text: string, { withExamples = false } = {}): Match[] {
  const isNobodys4 = (ip: string) =>
    isEverybodys4(ip) || (withExamples ? isGateway4(ip) : isInside4(ip) || isExample4(ip));
  const isNobodys6 = (ip: string) =>
    /^(::1?$|fe80::1?$|ff)/i.test(ip) || (!withExamples && /^(f[cd][\da-f]{2}:|2001:0?db8:)/i.test(ip));
  const v4 = /(?<![\p{L}\p{N}.-])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.\d)/gu;
  const v6 = /(?<![\p{L}\p{N}:.])(?:[\da-f]{1,4}:|:){2,7}(?:[\da-f]{1,4})?(?![\p{L}\p{N}:])/giu;
  return [
    ...matches(
      text,
      v4,
      'ip',
      (match) => isIP(match[0]) === 4 && !isNobodys4(match[0]) && !isVersion(text, match),
    ),
    ...matches(text, v6, 'ip', ([whole]) => isIPv6(whole) && !isNobodys6(whole)),
    ...matches(text, /(?<![\p{L}\p{N}:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\p{L}\p{N}:-])/giu, 'device'),
  ];
}

/** Loopback, link-local, multicast (RFC 6890), and public resolvers that instructions name. */
const isEverybodys4 = (ip: string) =>
  /^(0|127|255|22[4-9]|23\d)\.|^169\.254\.|^(8\.8\.[84]\.[84]|1\.[01]\.0\.1|1\.1\.1\.1|9\.9\.9\.9)$/.test(ip);
/** RFC 1918 and 6598: every network has them. */
const isInside4 = (ip: string) =>
  /^10\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(ip);
/** RFC 5737. */
const isExample4 = (ip: string) => /^192\.0\.2\.|^198\.51\.100\.|^203\.0\.113\./.test(ip);
/** The machine of a network that every instruction names, and the network itself. */
const isGateway4 = (ip: string) => isInside4(ip) && /\.(?:0|1|254|255)$/.test(ip);

/** Whether the words before it say that it is the version of something. */
export const isVersion = (text: string, match: RegExpExecArray) =>
  /\b(?:v|version[ei]?|versioni|ver\.?|release|build|firmware|driver)\s*[:=]?\s*$/i.test(
    text.slice(Math.max(0, match.index - 16), match.index),
  );

const before = [
  'order|ordine|invoice|fattura|customer|cliente|client|account|conto|contract|contratto|policy|polizza|booking',
  'prenotazione|reservation|reference|riferimento|ref|rif|case|pratica|serial|seriale|matricola|tracking|tracciamento',
  'spedizione|shipment|member|membership|tessera|subscription|abbonamento|ticket|segnalazione|licen[cs]e|licenza|passport',
  'passaporto|vat|iva|pin|po|ddt|rma|receipt|ricevuta|quote|preventivo|targa|(?:number )?plate|registration|imei|s/n',
  'parcel|pacco|delivery|consegna|transaction|transazione|bolletta|utenza|purchase order|serial number',
].join('|');
/** Letters and digits in groups by a sign, or by a space when the first is letters alone: `100-2231`, `FT 123/2026`. */
const code = '(?:[A-Z]{1,4}[ ])?#?[A-Z0-9]{1,24}(?:[-/._][A-Z0-9]{1,16}){0,4}';
const said = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${before})(?:[ ](?:number|numero|code|codice|cod|id|no|nr|n|cliente|client|precedente|previous|reference|riferimento|ref))?(?![\\p{L}\\p{N}])[ ]?(?:[.:#°º=|"'\`*_([]|is(?![\\p{L}])|è(?![\\p{L}])|was(?![\\p{L}])|n[.°º]|[ ]){0,8}(${code})(?![\\p{L}\\p{N}])`,
  'giu',
);
/** Prefixes that shops and help desks number by. */
const prefixed =
  /(?<![\p{L}\p{N}/.-])(?:ORD|INV|TCK|TKT|INC|CUST|CASE|CS|REF|RMA|DDT|FPR|FT|FAT|SO|PO|REQ|SR)[-_/ #]?(?=[A-Z\d/-]*\d{3})[A-Z\d]{2,}(?:[-/][A-Z\d]{1,10}){0,3}(?![\p{L}\p{N}])/gu;

/** Numbers of orders, customers and contracts: named as such (three digits are enough), or simply long. */
export function findNumbers(text: string): Match[] {
  return [
    ...matches(text, said, 'number', (match) => isCode(text, match), 1),
    ...matches(text, prefixed, 'number'),
    ...matches(
      text,
      /(?<![\p{L}\p{N}.,:/+-])\d{8,}(?![\p{L}\p{N}-]|[.,:]\d)/gu,
      'number',
      (match) => !isRound(match[0]) && !isDateLike(match[0]) && !isAmount(text, match),
    ),
    ...matches(text, /(?<=(?<![\w/.-])#\s?)(?:\d{4,}|[A-Z]{1,4}-?\d{3,})(?![\p{L}\p{N}])/gu, 'number'),
    ...matches(
      text,
      /(?<![\p{L}\p{N}-])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\p{L}\p{N}-])/giu,
      'number',
      ([id]) => !/^[0-]+$/.test(id),
    ),
  ];
}

/** Digits enough for a number of somebody's; a version, a date, a year, an amount or a count is none. */
function isCode(text: string, match: RegExpExecArray): boolean {
  const code = match[1]!;
  const digits = code.replace(/\D/g, '').length;
  if (digits < 3 || isDateLike(code) || isRound(code) || isAmount(text, match)) return false;
  if (/^v?\d+(\.\d+)+$/i.test(code) || /^(?:\p{Ll}+[ ])?(19|20)\d\d$/u.test(code)) return false;
  return (
    digits >= 4 || /[A-Z/-]/i.test(code) || /(?:n[.°º]|nr|num(?:ber|ero)|#)[ .:]*\d{3}$/iu.test(match[0])
  );
}

const isAmount = (text: string, { 0: whole, index }: RegExpExecArray) =>
  /^[ ]?(?:%|€|£|\$|(?:EUR|USD|GBP|euro|rows|righe|bytes?|[kKMG]B|ms|items|seconds|secondi|days|giorni|km|records?)(?!\p{L}))/u.test(
    text.slice(index + whole.length, index + whole.length + 10),
  );

/** Where somebody is: latitude and longitude to some metres (four decimals or more). */
export const findPlaces = (text: string): Match[] =>
  matches(
    text,
    /(?<![\p{L}\p{N}.,-])-?\d{1,2}\.\d{4,9}°?[ ]?[NS]?[,; ][ ]?-?\d{1,3}\.\d{4,9}(?!\p{N}|\.\d)/gu,
    'address',
  );

/** Number plates after a word that says so: `targa AB 123 CD`, `plate AB12 CDE`. */
export const findPlates = (text: string): Match[] =>
  matches(
    text,
    /(?<![\p{L}\p{N}])(?:targat[oa]|targa|(?:number |licen[cs]e )?plate|registration)[ :.*_]{1,4}(?:number |is |è )?([A-Z]{1,3}[ -]?\d{1,4}[ -]?[A-Z]{0,3})(?![\p{L}\p{N}])/giu,
    'number',
    () => true,
    1,
  );

/** Limits and sizes: 10000000, 16777216, 4294967295. */
function isRound(run: string): boolean {
  const n = Number(run);
  return /0{5,}$/.test(run) || /9{8,}$/.test(run) || [n, n + 1].some((x) => x % 65_536 === 0);
}

const isDateLike = (code: string) =>
  /^(19|20)\d{2}([./-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(\d{4}|\d{6})?$/.test(code) ||
  /^(0?[1-9]|[12]\d|3[01])([./-])(0?[1-9]|1[0-2])\2(19|20)\d{2}$/.test(code);
