import { isIP, isIPv6 } from 'node:net';
import type { Match } from './finding.ts';
import { matches } from './matches.ts';

/** Payment cards: 13 to 19 digits in one run or in groups, with a right check digit (Luhn, ISO/IEC 7812-1). */
export function findCards(text: string): Match[] {
  return matches(
    text,
    /(?<![\p{L}\p{N}.,-])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}-]|[.,]\d)/gu,
    'card',
    ([whole]) => hasLuhn(whole.replace(/\D/g, '')),
  );
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
    /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ -][A-Z\d]{4}){2,7}(?:[ -][A-Z\d]{1,4})?(?![\p{L}\p{N}])/gu,
  ];
  const isMeant = (match: RegExpExecArray) => {
    const before = text.slice(Math.max(0, match.index - 20), match.index);
    const plain = match[0].replace(/[ -]/g, '');
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

/** The Italian codice fiscale, and a US social security number. */
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
  ];
}

/** Addresses of machines on the open internet. Private, loopback, documentation and well-known ones say nothing. */
export function findIps(text: string): Match[] {
  const v4 = /(?<![\p{L}\p{N}.-])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.\d)/gu;
  const v6 = /(?<![\p{L}\p{N}:.])(?:[\da-f]{1,4}:|:){2,7}(?:[\da-f]{1,4})?(?![\p{L}\p{N}:])/giu;
  return [
    ...matches(
      text,
      v4,
      'ip',
      (match) => isIP(match[0]) === 4 && !isOrdinary4(match[0]) && !isVersion(text, match),
    ),
    ...matches(
      text,
      v6,
      'ip',
      ([whole]) => isIPv6(whole) && !/^(::1?$|fe80:|f[cd][\da-f]{2}:|ff|2001:0?db8:)/i.test(whole),
    ),
    ...matches(text, /(?<![\p{L}\p{N}:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\p{L}\p{N}:-])/giu, 'device'),
  ];
}

/** RFC 1918, 5735, 5737, 6598, and public resolvers that instructions name. */
const isOrdinary4 = (ip: string) =>
  /^(0|10|127|255|22[4-9]|23\d)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^192\.0\.2\.|^198\.51\.100\.|^203\.0\.113\.|^(8\.8\.[84]\.[84]|1\.[01]\.0\.1|1\.1\.1\.1|9\.9\.9\.9)$/.test(
    ip,
  );

const isVersion = (text: string, match: RegExpExecArray) =>
  /\b(?:v|version[ei]?|versioni|ver\.?|release|build|firmware|driver)\s*[:=]?\s*$/i.test(
    text.slice(Math.max(0, match.index - 16), match.index),
  );

const before = [
  'order|ordine|invoice|fattura|customer|cliente|client|account|conto|contract|contratto|policy|polizza|booking',
  'prenotazione|reservation|reference|riferimento|ref|rif|case|pratica|serial|seriale|matricola|tracking|spedizione',
  'shipment|member|membership|tessera|subscription|abbonamento|ticket|licen[cs]e|licenza|passport|passaporto|vat|iva|pin',
].join('|');
const said = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${before})(?:\\s+(?:number|numero|code|codice|id|no|nr|n)(?!\\p{L}))?\\s*(?:[.:#°º=]|is|è)*\\s*([A-Z0-9]{0,6}[-/]?\\d[A-Z0-9]*(?:[-/.]?[A-Z0-9]*\\d[A-Z0-9]*){0,4}(?:[-/][A-Z]{1,3})?)(?![\\p{L}\\p{N}])`,
  'giu',
);

/** Numbers of orders, customers and contracts: named as such (five digits are enough), or simply long. */
export function findNumbers(text: string): Match[] {
  const isLong = (code: string) => code.replace(/\D/g, '').length >= 5 && !isDateLike(code);
  return [
    ...matches(text, said, 'number', (match) => isLong(match[1]!), 1),
    ...matches(
      text,
      /(?<![\p{L}\p{N}.,:/+-])\d{8,}(?![\p{L}\p{N}-]|[.,:]\d)/gu,
      'number',
      ([run]) => !isRound(run) && !isDateLike(run),
    ),
    ...matches(text, /(?<=#\s?)\d{5,}(?![\p{L}\p{N}])/gu, 'number'),
    ...matches(
      text,
      /(?<![\p{L}\p{N}-])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\p{L}\p{N}-])/giu,
      'number',
      ([id]) => !/^[0-]+$/.test(id),
    ),
  ];
}

/** Limits and sizes: 10000000, 16777216, 4294967295. */
function isRound(run: string): boolean {
  const n = Number(run);
  return /0{5,}$/.test(run) || /9{8,}$/.test(run) || [n, n + 1].some((x) => x % 65_536 === 0);
}

const isDateLike = (code: string) =>
  /^(19|20)\d{2}[./-]?(0[1-9]|1[0-2])[./-]?(0[1-9]|[12]\d|3[01])(\d{4}|\d{6})?$/.test(code) ||
  /^(0?[1-9]|[12]\d|3[01])([./-])(0?[1-9]|1[0-2])\2(19|20)\d{2}$/.test(code);
