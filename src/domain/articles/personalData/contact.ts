import type { Match } from './finding.ts';
import { matches } from './matches.ts';

/** Names reserved for examples (RFC 2606, RFC 6761) reach nobody. */
const exampleDomain = /(^|\.)(example(\.[a-z]{2,3}){0,2}|test|invalid|localhost|local|esempio\.(it|com))$/i;
/** Addresses of a role, which companies publish themselves. */
const roleName =
  /^(info|support|help|helpdesk|sales|contact|hello|office|admin|postmaster|webmaster|abuse|no-?reply|billing|assistenza|supporto|vendite|contatti|amministrazione|ufficio|privacy|security|press)$/i;

export function findEmails(text: string): Match[] {
  return matches(
    text,
    /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,24}/gu,
    'email',
    ([whole]) => {
      const [local = '', domain = ''] = whole.split('@');
      return !exampleDomain.test(domain) && !roleName.test(local);
    },
  );
}

export const isRole = (local: string) => roleName.test(local);

/**
 * Numbers written as telephones are: with a `+` or `00`, with a trunk 0, an area code in brackets, as an Italian
 * mobile or in North American groups. Dates, versions and amounts are not (each is sorted out by its shape).
 */
export function findPhones(text: string): Match[] {
  const shapes = [
    /(?<![\p{L}\p{N}+])(?:\+|00)[1-9]\d{0,2}[\s./-]{0,2}(?:\(0?\d{1,4}\)[\s./-]?)?\d(?:[\s./-]{0,2}\d){5,12}(?![\p{L}\p{N}])/gu,
    /(?<![\p{L}\p{N}(])\(0?\d{2,5}\)[\s./-]?\d(?:[\s./-]?\d){4,8}(?![\p{L}\p{N}])/gu,
    /(?<![\p{L}\p{N}./,:+-])0[1-9]\d{0,4}[\s./-]\d(?:[\s./-]?\d){4,8}(?![\p{L}\p{N}])/gu,
    /(?<![\p{L}\p{N}./,:+-])0[1-9]\d{7,9}(?![\p{L}\p{N}])/gu,
    /(?<![\p{L}\p{N}./,:+-])3\d{2}[\s./-]?\d{3}[\s./-]?\d{3,4}(?![\p{L}\p{N}])/gu,
    /(?<![\p{L}\p{N}./,:+-])\d{3}[\s.-]\d{3}[\s.-]\d{4}(?![\p{L}\p{N}])/gu,
  ];
  return shapes.flatMap((shape) => matches(text, shape, 'phone', ([whole]) => isPhone(whole)));
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  const isDate =
    /^\d{1,2}([./-])\d{1,2}\1\d{2,4}(\D|$)/.test(text) || /^\d{4}([./-])\d{1,2}\1\d{1,2}/.test(text);
  const isVersion = /^\d{1,3}(\.\d{1,3}){2,3}$/.test(text);
  return digits >= 7 && digits <= 15 && !isDate && !isVersion;
}

/** A date that the words before it call somebody's birth. */
export function findBirthDates(text: string): Match[] {
  const date = '(\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}\\s+\\p{L}{3,12}\\s+\\d{4})';
  const said = new RegExp(
    `(?:born(?:\\s+on)?|date of birth|birth\\s?date|dob|nat[oa](?:\\s+\\p{L}+){0,3}?\\s+il|data di nascita)\\s*[:=]?\\s*(?:on\\s+|il\\s+)?${date}`,
    'giu',
  );
  return matches(text, said, 'birth', () => true, 1);
}
