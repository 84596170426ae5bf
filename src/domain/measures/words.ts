import type { Change } from './change.ts';
import type { Figure, Unit } from './measures.ts';
import { translator, type Locale } from '#src/i18n/index.ts';
import { dateFormat, numberFormat } from '#src/i18n/intl.ts';

const british = (locale: Locale) => (locale === 'en' ? 'en-GB' : locale);

/** A figure's value as people read it: `62.5 %`, `3.4`, `2 h 5 min`; a dash when there is nothing to measure. */
export function shownValue(value: number | null | undefined, unit: Unit, locale: Locale): string {
  if (value === null || value === undefined) return '–';
  if (unit === 'share') return percent(value, locale);
  if (unit === 'ratio') return number(value, locale, 2);
  if (unit === 'days') return translator(locale)('measures.days', { n: number(value, locale, 1) });
  return duration(value, locale);
}

/** A share from 0 to 1 as a percentage. */
export const percent = (share: number, locale: Locale): string =>
  numberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);

export const number = (value: number, locale: Locale, digits = 0): string =>
  numberFormat(locale, { maximumFractionDigits: digits }).format(value);

const minutesPer = { minutes: 1, hours: 60, days: 1_440 };
export type TimeScale = keyof typeof minutesPer;

/** The unit that says a duration best: minutes up to two hours, hours up to two days, then days. */
export const scaleOf = (minutes: number): TimeScale =>
  minutes < 120 ? 'minutes' : minutes < 2_880 ? 'hours' : 'days';

/** Minutes in a unit; by itself in the one that says it best. */
export function duration(minutes: number, locale: Locale, scale = scaleOf(minutes)): string {
  const digits = scale === 'minutes' && minutes >= 10 ? 0 : 1;
  return translator(locale)(`measures.${scale}`, { n: number(minutes / minutesIn(scale), locale, digits) });
}

export const minutesIn = (scale: TimeScale): number => minutesPer[scale];

/** How a figure changed, in words: `4.2 points more`, `12 min shorter`. */
export function shownChange({ by }: Change, unit: Unit, locale: Locale): string {
  const t = translator(locale);
  const size = unit === 'share' ? points(Math.abs(by), locale) : shownValue(Math.abs(by), unit, locale);
  if (isNothing(by, unit)) return t('measures.change.same');
  const isTime = unit === 'minutes' || unit === 'days';
  const way = by > 0 ? (isTime ? 'longer' : 'up') : isTime ? 'shorter' : 'down';
  return t(`measures.change.${way}`, { by: size });
}

/** Whether a change is news: better, worse, or maybe only chance; empty when nothing can be said. */
export function shownVerdict({ by, isClear, isBetter }: Change, unit: Unit, locale: Locale): string {
  const t = translator(locale);
  if (isNothing(by, unit)) return '';
  if (isClear === false) return t('measures.change.chance');
  return isBetter === null ? '' : t(isBetter ? 'measures.change.better' : 'measures.change.worse');
}

/** Too small to be shown. */
const isNothing = (by: number, unit: Unit): boolean =>
  Math.abs(by) < { share: 0.0005, ratio: 0.005, minutes: 0.05, days: 0.05 }[unit];

/** A difference of shares in percentage points. */
function points(share: number, locale: Locale): string {
  const t = translator(locale);
  const shown = number(share * 100, locale, 1);
  // The plural is chosen by what is shown, the number written as it is.
  return t('measures.change.points', { count: Number((share * 100).toFixed(1)) }).replace(/[\d.,]+/, shown);
}

/** What a figure is measured on: `120`, or `30 of 120` of a share, `300 ÷ 40` of a ratio. */
export const shownSample = ({ n, of }: Pick<Figure, 'n' | 'of'>, locale: Locale): string =>
  of === undefined
    ? number(n, locale)
    : translator(locale)(of > n ? 'measures.per' : 'measures.of', { of, n });

/** The interval that a share lies in; empty where there is none. */
export const shownRange = (interval: Figure['interval'], locale: Locale): string =>
  interval ? `${percent(interval.low, locale)} – ${percent(interval.high, locale)}` : '';

/** A day `YYYY-MM-DD` as the locale writes it: "3 Mar 2026". */
export const shownDay = (day: string, locale: Locale): string =>
  dateFormat(british(locale), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** A month `YYYY-MM`: "March 2026". */
export const shownMonth = (month: string, locale: Locale): string =>
  dateFormat(british(locale), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

/** A day, short enough for an axis: "3 Mar". */
export const axisDay = (day: string, locale: Locale): string =>
  dateFormat(british(locale), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** A moment in the time zone of the measures. */
export const shownTime = (date: Date, timeZone: string, locale: Locale): string =>
  dateFormat(british(locale), { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(date);
