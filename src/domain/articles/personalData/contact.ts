import type { Match } from './finding.ts';
import { matches } from './matches.ts';

/** Names reserved for examples (RFC 2606, RFC 6761) reach nobody. */
const exampleDomain = /(^|\.)(example(\.[a-z]{2,3}){0,2}|test|invalid|localhost|local|esempio\.(it|com))$/i;
/** Addresses of a role, which companies publish themselves. */
const roleName =
  /^(info|support|help|helpdesk|sales|contact|hello|office|admin|postmaster|webmaster|abuse|no-?reply|billing|assistenza|supporto|vendite|contatti|amministrazione|ufficio|privacy|security|press)$/i;

/** Providers whose name after an "at" makes an address of it. */
const providers =
  'gmail|googlemail|outlook|hotmail|live|yahoo|icloud|proton|protonmail|libero|virgilio|tiscali|alice|aol|gmx';
const atSign = '[ ]?[\\[({<][ ]?(?:at|chiocciola|@)[ ]?[\\])}>][ ]?';
const dotSign = '(?:[ ]?[\\[({<][ ]?(?:dot|punto|\\.)[ ]?[\\])}>][ ]?|[ ](?:dot|punto)[ ]|\\.)';
const localPart = '(?<![\\p{L}\\p{N}._+-])[\\p{L}\\p{N}][\\p{L}\\p{N}._+-]{0,63}';
const label = '[\\p{L}\\p{N}-]{1,63}';
/** `anna (at) posta (dot) it`, `anna chiocciola posta punto it`, `anna at gmail.com`. */
const speltOut = [
  `${localPart}${atSign}${label}(?:${dotSign}${label}){1,4}`,
  `${localPart}[ ](?:at|chiocciola)[ ]${label}(?:[ ](?:dot|punto)[ ]${label}){1,4}`,
  `${localPart}[ ]chiocciola[ ]${label}(?:\\.${label}){1,4}`,
  `${localPart}[ ]at[ ](?:${providers})\\.(?:com|it|me|net|co\\.uk)(?![\\p{L}\\p{N}])`,
].map((shape) => new RegExp(shape, 'giu'));

/** `withExamples`: those of reserved domains too, which only a text that quotes no example can mean. */
export function findEmails(text: string, { withExamples = false } = {}): Match[] {
  return [
    ...matches(
      text,
      /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,24}/gu,
      'email',
      ([whole]) => {
        const [local = '', domain = ''] = whole.split('@');
        return (withExamples || !exampleDomain.test(domain)) && !roleName.test(local);
      },
    ),
    ...speltOut.flatMap((shape) => matches(text, shape, 'email')),
  ];
}

export const isRole = (local: string) => roleName.test(local);

/**
 * Numbers written as telephones are: with a `+` or `00`, with a trunk 0, an area code in brackets, as an Italian
 * mobile or in North American groups. Dates, versions and amounts are not (each is sorted out by its shape).
 */
export function findPhones(text: string): Match[] {
  return [
    ...numberShapes.flatMap((shape) => matches(text, shape, 'phone', ([whole]) => isPhone(whole))),
    ...matches(text, named, 'phone', ([, said]) => isPhone(said!, 6), 1),
  ];
}

const extension = '(?:[ ,]{0,2}(?:ext\\.?|extension|x|int\\.?|interno)[ ]?\\d{1,5}(?![\\p{L}\\p{N}]))?';
const free = '(?<![\\p{L}\\p{N}./,:+-])';
const end = `(?![\\p{L}\\p{N}])${extension}`;
const numberShapes = [
  `(?<![\\p{L}\\p{N}+])(?:\\+|00)[1-9]\\d{0,2}[\\s./-]{0,2}(?:\\(0?\\d{1,4}\\)[\\s./-]?)?\\d(?:[\\s./-]{0,2}\\d){5,12}${end}`,
  `(?<![\\p{L}\\p{N}(])\\((?:\\+|00)?\\d{1,5}\\)[\\s./-]?\\d(?:[\\s./-]?\\d){4,9}${end}`,
  `${free}0[1-9]\\d{0,4}[\\s./-]\\d(?:[\\s./-]?\\d){4,8}${end}`,
  `${free}0[1-9]\\d{7,9}${end}`,
  `${free}3\\d\\d[\\s./-]?\\d{2,3}[\\s./-]?\\d{2,3}[\\s./-]?\\d{2,4}${end}`,
  `${free}(?:1[\\s.-])?\\d{3}[\\s.-]\\d{3}[\\s.-]\\d{4}${end}`,
  `${free}[89]00[ .-]?\\d{3}[ .-]?\\d{3}${end}`,
  `(?:(?<=(?:^|\\n|[ ](?:on|at|allo|al)[ ]|(?<!\\p{L})[TPM][ :]{1,2}))\\d{3}-\\d{4}${end})(?=\\s|[.,;)]|$)`,
].map((shape) => new RegExp(shape, 'gu'));
/** After a word that says it is one, a short or odd one will do. */
const named = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:phone(?: number)?|tel(?:ephone|efono)?|mobile|cell(?:phone|ulare)?|fax|whatsapp|call(?:ed)?(?: me)?(?: on| at)?|r[iau]ng|chiamat[eoi](?:mi)?(?: al| il)?|richiamat\\p{L}{1,3}(?: al)?|numero)[.:*_]{0,3}[ ]{0,2}(?:is |è )?(\\+?\\d(?:[ ./-]?\\d){5,13})${end}`,
  'giu',
);

function isPhone(text: string, least = 7): boolean {
  const [number] = text.split(/[a-z]/i);
  const digits = number!.replace(/\D/g, '').length;
  const isDate =
    /^\d{1,2}([./-])\d{1,2}\1\d{2,4}(\D|$)/.test(text) || /^\d{4}([./-])\d{1,2}\1\d{1,2}/.test(text);
  const isVersion = /^\d{1,3}(\.\d{1,3}){2,3}$/.test(text) && !/^3\d\d\.\d{3}\.\d\d\.\d\d$/.test(text);
  return digits >= least && digits <= 15 && !isDate && !isVersion;
}

/** A date that the words before it call somebody's birth. */
export function findBirthDates(text: string): Match[] {
  const date =
    '(\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th|°|º)?\\s+\\p{L}{3,12}\\.?,?\\s+\\d{4}|\\p{L}{3,12}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4})';
  const said = new RegExp(
    `(?:born(?:\\s+on)?|date of birth|birth\\s?date|birthday|dob|nat[oa](?:\\s+\\p{L}+){0,3}?\\s+il|data di nascita)\\W{0,4}(?:is\\s+|on\\s+|il\\s+|è\\s+)?${date}`,
    'giu',
  );
  return matches(text, said, 'birth', () => true, 1);
}
