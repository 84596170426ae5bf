import type { Locale } from '#src/i18n/index.ts';
import { dateFormat, relativeTimeFormat } from '#src/i18n/intl.ts';

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 hours ago", "in 2 days"; "now" within a minute; beyond 30 days the date. */
export function relativeTime(date: Date, now: Date, locale: Locale): string {
  const seconds = (date.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) > 30 * 86_400) return shortDate(date, locale);
  const words = relativeTimeFormat(locale, { numeric: 'auto' });
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step ? words.format(Math.trunc(seconds / step[1]), step[0]) : words.format(0, 'second');
}

/** "3 Oct 2026". */
export const shortDate = (date: Date, locale: Locale) =>
  dateFormat(dateLocale(locale), { dateStyle: 'medium' }).format(date);

/** "3 ottobre 2026". */
export const longDate = (date: Date, locale: Locale) =>
  dateFormat(dateLocale(locale), { dateStyle: 'long' }).format(date);

/** Date and time to the minute, with the time zone: the server's own unless another is named. */
export const fullTime = (date: Date, locale: Locale, timeZone?: string) =>
  dateFormat(dateLocale(locale), {
    ...(timeZone && { timeZone, weekday: 'short' }),
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(date);

/** At most two letters that stand for a name: first and last word, whole characters. */
export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toLocaleUpperCase() || '?';
}

/** British order for English dates: day before month reads the same way in every language of the portal. */
const dateLocale = (locale: Locale) => (locale === 'en' ? 'en-GB' : locale);
