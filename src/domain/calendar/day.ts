import { dateFormat } from '#src/i18n/intl.ts';

/** Days of a time zone, written YYYY-MM-DD, which sorts as they follow each other. */
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** The day so many days later; earlier with a negative number. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** Whether a text is a day that exists. */
export function isDay(day: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day < '1970-01-02' || day > '9990-01-01') return false;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
}

/** The day of an instant in a time zone. */
export const dayOf = (date: Date, timeZone: string): string =>
  dateFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);

/** 0 for a Monday to 6 for a Sunday. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The first instant of a day in a time zone; some days begin at 01:00, where clocks go forward at midnight. */
export function startOfDay(day: string, timeZone: string): Date {
  let low = Date.parse(`${day}T00:00:00Z`) - 15 * 3_600_000;
  let high = low + 30 * 3_600_000;
  // Offsets are whole minutes today and whole seconds in the past: find the second at which the day begins.
  while (high - low > 1_000) {
    const middle = low + Math.floor((high - low) / 2_000) * 1_000;
    if (dayOf(new Date(middle), timeZone) < day) low = middle;
    else high = middle;
  }
  return new Date(high);
}

/**
 * The instant, in ms, at which the clock on the wall of a time zone shows a minute of a day (0 to 1440). Of a time that
 * comes twice it is the first; a time that is skipped is read by the clock before the jump (as Temporal's "compatible").
 */
export function instantAt(day: string, minute: number, timeZone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minute * minuteMs;
  const [before, after] = [wall - offsetAt(wall - dayMs, timeZone), wall - offsetAt(wall + dayMs, timeZone)];
  const right = [before, after].filter((at) => at + offsetAt(at, timeZone) === wall);
  return right.length > 0 ? Math.min(...right) : before;
}

/** How far a zone's clocks are ahead of UTC at an instant, in ms. */
function offsetAt(at: number, timeZone: string): number {
  const shown = dateFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(at / 1_000) * 1_000;
}
