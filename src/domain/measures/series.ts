import { addDays, weekdayOf } from '#src/domain/calendar/day.ts';
import type { KeptSums } from './days.store.ts';
import { sumsOf, type Sums } from './metric.ts';
import { daysOf, type Period } from './period.ts';

/** A stretch of a period: a day, a week (from Monday) or a month, by the period's length. */
export interface Bucket {
  firstDay: string;
  lastDay: string;
  sums: Sums;
}
export interface Series {
  step: 'day' | 'week' | 'month';
  buckets: Bucket[];
}

/** The course of a period in steps that fit on a chart. */
export function seriesOf(days: readonly KeptSums[], period: Pick<Period, 'firstDay' | 'lastDay'>): Series {
  const all = daysOf(period);
  const step = all.length <= 45 ? 'day' : all.length <= 200 ? 'week' : 'month';
  const spans = Map.groupBy(all, (day) => startOf(day, step));
  const rows = Map.groupBy(days, ({ day }) => startOf(day, step));
  const buckets = [...spans].map(([start, span]) => ({
    firstDay: span[0]!,
    lastDay: span.at(-1)!,
    sums: sumsOf(rows.get(start) ?? []),
  }));
  return { step, buckets };
}

function startOf(day: string, step: Series['step']): string {
  if (step === 'day') return day;
  if (step === 'month') return day.slice(0, 7);
  return addDays(day, -weekdayOf(day));
}
