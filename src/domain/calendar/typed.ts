import { isDay } from './day.ts';
import type { Holiday, Span } from './calendar.ts';

/** Hours and holidays as people type and read them. */

/**
 * Hours such as `9-13, 14:30-18` in order.
 * @returns null when it can't be read, or when two overlap
 */
export function readHours(text: string): Span[] | null {
  const parts = text.split(/[,;\n]/).map((part) => part.trim());
  const spans = parts.filter(Boolean).map(readSpan);
  if (spans.some((span) => span === null)) return null;
  const inOrder = (spans as Span[]).toSorted(([a], [b]) => a - b);
  const overlaps = inOrder.some(([from], at) => at > 0 && from < inOrder[at - 1]![1]);
  return overlaps ? null : inOrder;
}

/** Hours as `09:00-13:00, 14:30-18:00`; nothing for a day that is closed. */
export const writeHours = (spans: readonly Span[]): string =>
  spans.map((span) => span.map(writeTime).join('-')).join(', ');

/** Holidays, one a line: a day (or a month and day for every year) and what it is. The first line that can't be read is `wrong`. */
export function readHolidays(text: string): { holidays: Holiday[]; wrong: string | null } {
  const lines = text.split('\n').map((line) => line.trim());
  const holidays = lines.filter(Boolean).map((line) => {
    const [day = '', ...words] = line.split(/\s+/);
    return { line, day, name: words.join(' ') };
  });
  const wrong = holidays.find(({ day }) => !isDay(day) && !isDay(`2000-${day}`));
  return { holidays: holidays.map(({ day, name }) => ({ day, name })), wrong: wrong?.line ?? null };
}

export const writeHolidays = (holidays: readonly Holiday[]): string =>
  holidays.map(({ day, name }) => `${day} ${name}`.trim()).join('\n');

function readSpan(text: string): Span | null {
  const [from, to, ...more] = text.split(/\s*[-–—]\s*/).map(readTime);
  if (typeof from !== 'number' || typeof to !== 'number' || more.length > 0) return null;
  return from < to ? [from, to] : null;
}

/** Minutes since midnight of `9`, `9:30`, `9.30` or `24:00`. */
function readTime(text: string): number | null {
  const [, hour, minute = '0'] = /^(\d{1,2})(?:[:.](\d\d))?$/.exec(text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= 1_440 ? minutes : null;
}

const writeTime = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
