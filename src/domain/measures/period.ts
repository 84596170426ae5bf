import { addDays, dayOf, isDay, startOfDay } from '#src/domain/calendar/day.ts';
import { domainError } from '#src/errors.ts';

/** Whole days of a time zone, from the first to the last; `from` is the first instant, `to` the first one after. */
export interface Period {
  firstDay: string;
  lastDay: string;
  from: Date;
  to: Date;
  timeZone: string;
}

export const presets = ['7d', '30d', '90d', 'month', 'lastMonth', 'year'] as const;
export type Preset = (typeof presets)[number];

/** Longest period, in days: ten years. */
const maxDays = 3_660;

/**
 * The period that somebody asked for: two days (`YYYY-MM-DD`, both included), or a preset that ends today; the last 30
 * days when neither is given.
 * @throws invalid for a day that does not exist, an end before its beginning, or more than ten years.
 */
export function readPeriod(
  asked: { from?: string | null; to?: string | null; preset?: string | null },
  { now, timeZone }: { now: Date; timeZone: string },
): Period {
  const today = dayOf(now, timeZone);
  const preset = presets.find((name) => name === asked.preset) ?? (asked.from || asked.to ? null : '30d');
  const [firstDay, lastDay] = preset
    ? presetDays(preset, today)
    : [asked.from || addDays(asked.to || today, -29), asked.to || today];
  const wrong = Object.fromEntries(
    [['from', firstDay] as const, ['to', lastDay] as const].flatMap(([name, day]) =>
      isDay(day) ? [] : [[name, 'bad_date']],
    ),
  );
  if (Object.keys(wrong).length > 0) throw domainError('invalid', { fields: wrong });
  if (lastDay < firstDay) throw domainError('invalid', { fields: { to: 'before_start' } });
  if (addDays(firstDay, maxDays) < lastDay)
    throw domainError('invalid', { fields: { to: 'period_too_long' } });
  return periodOf(firstDay, lastDay, timeZone);
}

/** The period from one day to another, both included; they must be days in order. */
export const periodOf = (firstDay: string, lastDay: string, timeZone: string): Period => ({
  firstDay,
  lastDay,
  from: startOfDay(firstDay, timeZone),
  to: startOfDay(addDays(lastDay, 1), timeZone),
  timeZone,
});

function presetDays(preset: Preset, today: string): [string, string] {
  const month = today.slice(0, 7);
  const lastOfBefore = addDays(`${month}-01`, -1);
  const spans: Record<Preset, [string, string]> = {
    '7d': [addDays(today, -6), today],
    '30d': [addDays(today, -29), today],
    '90d': [addDays(today, -89), today],
    month: [`${month}-01`, today],
    lastMonth: [`${lastOfBefore.slice(0, 7)}-01`, lastOfBefore],
    year: [addDays(today, -364), today],
  };
  return spans[preset];
}

/** Every day of a period in order. */
export function daysOf({ firstDay, lastDay }: Pick<Period, 'firstDay' | 'lastDay'>): string[] {
  const days: string[] = [];
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The period before, to compare with: the month before a whole month, else as many days just before. */
export function periodBefore(period: Period): Period {
  const { firstDay, lastDay, timeZone } = period;
  const end = addDays(firstDay, -1);
  const isMonth = firstDay.endsWith('-01') && addDays(lastDay, 1) === nextMonth(firstDay);
  const start = isMonth ? `${end.slice(0, 7)}-01` : addDays(firstDay, -daysOf(period).length);
  return periodOf(start, end, timeZone);
}

/** The first day of the month after that of a day. */
const nextMonth = (day: string): string => `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
