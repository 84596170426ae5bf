import en from '#src/i18n/en.json' with { type: 'json' };
import { translatorOf, type Locale } from '#src/i18n/index.ts';

/** The text of a notice that an action of accounts left, null for a name that is none of ours (it was in a cookie). */
export function noticeText(name: string | null, locale: Locale): string | null {
  if (name === null || !Object.hasOwn(en.accounts.notices, name)) return null;
  return translatorOf(locale)(`accounts.notices.${name}`);
}
