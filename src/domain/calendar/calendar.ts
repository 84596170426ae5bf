import { addDays, dayOf, instantAt, weekdayOf } from './day.ts';

/** From when to when the desk works, in minutes since midnight; 1440 is the end of the day. */
export type Span = readonly [from: number, to: number];

/** When the desk works. No calendar (null) means that it always does. */
export interface Calendar {
  /** IANA name. */
  timeZone: string;
  /** Monday to Sunday, each in order; an empty day is closed. */
  week: readonly (readonly Span[])[];
  /** Days on which it is closed: YYYY-MM-DD, or MM-DD for every year. */
  holidays: readonly Holiday[];
}

export interface Holiday {
  day: string;
  name: string;
}

/** A calendar that hardly ever opens is not looked at for ever: ten years of days. */
const mostDays = 3_660;
/** The hours of a day don't change: those that were asked for are kept with their calendar. */
const known = new WeakMap<Calendar, Map<string, Span[]>>();

/** Working time between two instants, in ms: all of the time where no calendar is set; 0 when `to` is not after `from`. */
export function workingMs(calendar: Calendar | null, from: Date, to: Date): number {
  const [start, end] = [from.getTime(), to.getTime()];
  if (end <= start) return 0;
  if (!calendar) return end - start;
  let sum = 0;
  for (const [open, close] of hoursFrom(calendar, from)) {
    if (open >= end) break;
    sum += Math.max(0, Math.min(close, end) - Math.max(open, start));
  }
  return sum;
}

/** The instant at which so much working time (ms) has gone by since another; null if not within ten years. */
export function workingTimeAfter(calendar: Calendar | null, from: Date, ms: number): Date | null {
  if (!calendar) return new Date(from.getTime() + ms);
  let left = ms;
  for (const [open, close] of hoursFrom(calendar, from)) {
    const start = Math.max(open, from.getTime());
    if (close - start >= left) return new Date(start + left);
    left -= Math.max(0, close - start);
  }
  return null;
}

/** The latest instant since which so much working time (ms) has gone by at another; null if not within ten years. */
export function workingTimeBefore(calendar: Calendar | null, to: Date, ms: number): Date | null {
  if (!calendar) return new Date(to.getTime() - ms);
  let left = ms;
  for (const [open, close] of hoursUntil(calendar, to)) {
    const end = Math.min(close, to.getTime());
    if (end - open >= left) return new Date(end - left);
    left -= Math.max(0, end - open);
  }
  return null;
}

/** The open hours of the day of an instant and of those after it, in ms since 1970. */
function* hoursFrom(calendar: Calendar, from: Date): Generator<Span> {
  const first = dayOf(from, calendar.timeZone);
  for (let n = 0; n < mostDays; n += 1) yield* hoursOf(calendar, addDays(first, n));
}

/** The same backwards, the latest first. */
function* hoursUntil(calendar: Calendar, to: Date): Generator<Span> {
  const last = dayOf(to, calendar.timeZone);
  for (let n = 0; n < mostDays; n += 1) yield* hoursOf(calendar, addDays(last, -n)).toReversed();
}

function hoursOf(calendar: Calendar, day: string): Span[] {
  const days = known.get(calendar) ?? new Map<string, Span[]>();
  known.set(calendar, days);
  const hours = days.get(day) ?? openHours(calendar, day);
  days.set(day, hours);
  return hours;
}

function openHours({ timeZone, week, holidays }: Calendar, day: string): Span[] {
  const isClosed = holidays.some((holiday) => holiday.day === day || holiday.day === day.slice(5));
  if (isClosed) return [];
  const spans = week[weekdayOf(day)] ?? [];
  return spans.map(([from, to]) => [instantAt(day, from, timeZone), instantAt(day, to, timeZone)] as const);
}
