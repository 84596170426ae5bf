import en from './en.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import { numberFormat } from './intl.ts';

/** Adding a language is one JSON file, one line here, and `locales` in astro.config.mjs. */
const dictionaries = { en, it } as const;

export type Locale = keyof typeof dictionaries;
export const locales = Object.keys(dictionaries) as Locale[];
export const defaultLocale: Locale = 'en';
/** Each language named in itself, for the language switch. */
export const localeNames: Record<Locale, string> = { en: 'English', it: 'Italiano' };

/** The same for a code from the database, which shows itself when its language is no longer spoken here. */
export const languageName = (code: string): string => (isLocale(code) ? localeNames[code] : code);

type Leaf = string | { one: string; other: string };
type Keys<T> = {
  [K in keyof T & string]: T[K] extends Leaf ? K : `${K}.${Keys<T[K]>}`;
}[keyof T & string];
export type MessageKey = Keys<typeof en>;
export type MessageValues = Record<string, string | number>;
/** `t('tickets.count', { count: 3 })`: the text of a key in one locale, with `{name}` places filled in. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale);

const translators = new Map<Locale, Translate>();

/** The translator of a locale. `count` chooses between `one` and `other`; a missing key shows itself. */
export function translator(locale: Locale): Translate {
  const translate = translators.get(locale) ?? makeTranslator(locale);
  translators.set(locale, translate);
  return translate;
}

function makeTranslator(locale: Locale): Translate {
  const rules = new Intl.PluralRules(locale);
  const numbers = numberFormat(locale);
  const show = (value: string | number) => (typeof value === 'number' ? numbers.format(value) : value);
  return (key, values = {}) => {
    const leaf = lookUp(dictionaries[locale], key) ?? lookUp(en, key) ?? key;
    const text =
      typeof leaf === 'string' ? leaf : leaf[rules.select(Number(values.count)) === 'one' ? 'one' : 'other'];
    return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? show(values[name]!) : whole,
    );
  };
}

/** A translator for keys made at run time (an error code, a state): the same lookup without the compile-time check. */
export function translatorOf(locale: Locale): (key: string, values?: MessageValues) => string {
  return translator(locale) as (key: string, values?: MessageValues) => string;
}

/** The best supported locale for an Accept-Language header (RFC 9110 §12.5.4), or the default. */
export function negotiateLocale(acceptLanguage: string | null | undefined): Locale {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const q = rest.map((r) => /^\s*q=([\d.]+)/.exec(r)?.[1]).find(Boolean);
      return { language: tag.toLowerCase().split('-')[0], q: q === undefined ? 1 : Number(q) };
    })
    .filter((entry) => entry.q > 0)
    .sort((a, b) => b.q - a.q);
  return wanted.map((entry) => entry.language).find(isLocale) ?? defaultLocale;
}

function lookUp(dictionary: unknown, key: string): Leaf | undefined {
  let node: unknown = dictionary;
  for (const part of key.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return undefined;
    node = (node as Record<string, unknown>)[part];
  }
  return isLeaf(node) ? node : undefined;
}

function isLeaf(node: unknown): node is Leaf {
  return typeof node === 'string' || (typeof node === 'object' && node !== null && 'other' in node);
}
