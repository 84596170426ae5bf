import type { Figure, Measure } from './measures.ts';
import { sumsOf, type DayRow } from './metric.ts';
import { addDays } from '#src/domain/calendar/day.ts';
import { daysOf, type Period } from './period.ts';

/** A stretch of a period: a day, a week (from Monday) or a month, by the period's length. */
export interface Bucket {
  firstDay: string;
  lastDay: string;
  outcomes: { confirmed: number; potential: number; escalated: number; abandoned: number };
  searches: { opened: number; noClick: number; nothing: number };
  tickets: { filed: number; resolved: number };
  /** Of the one measure that was asked for. */
  figure: Figure | null;
}
export interface Series {
  step: 'day' | 'week' | 'month';
  buckets: Bucket[];
}

/** The course of a period in steps that fit on a chart; with a measure, its figure in each step. */
export function seriesOf(
  days: readonly (DayRow & { day: string })[],
  period: Pick<Period, 'firstDay' | 'lastDay'>,
  measure?: Measure,
): Series {
  const all = daysOf(period);
  const step = all.length <= 45 ? 'day' : all.length <= 200 ? 'week' : 'month';
  const spans = Map.groupBy(all, (day) => startOf(day, step));
  const rows = Map.groupBy(days, ({ day }) => startOf(day, step));
  const buckets = [...spans].map(([start, span]) => bucketOf(span, rows.get(start) ?? [], measure));
  return { step, buckets };
}

function bucketOf(span: string[], rows: DayRow[], measure: Measure | undefined): Bucket {
  const sums = sumsOf(rows, 0);
  return {
    firstDay: span[0]!,
    lastDay: span.at(-1)!,
    outcomes: {
      confirmed: sums.n('visits', 'confirmed'),
      potential: sums.n('visits', 'potential'),
      escalated: sums.n('visits', 'escalated'),
      abandoned: sums.n('visits', 'abandoned'),
    },
    searches: {
      opened: sums.n('searches_opened'),
      noClick: sums.n('searches_no_click'),
      nothing: sums.n('searches_nothing'),
    },
    tickets: { filed: sums.n('tickets'), resolved: sums.n('resolved') },
    figure: measure ? measure.compute(sums) : null,
  };
}

function startOf(day: string, step: Series['step']): string {
  if (step === 'day') return day;
  if (step === 'month') return day.slice(0, 7);
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}
