import { translatorOf, type Locale } from '#src/i18n/index.ts';
import type { MeasuredFigure } from './measured.ts';
import type { Figure } from './measures.ts';
import type { MeasuresReport, Parts, Settled } from './report.ts';

/** A report as programs read it: `/api/v1/measures` and `portico measures --json`. */
export const plainReport = (report: MeasuresReport) => ({
  ...plainHead(report),
  measures: report.figures.map(plainFigure),
});

/** One measure with its formula in words, its course and its parts. */
export const plainMeasure = (
  report: Settled & MeasuredFigure & { course: { firstDay: string; figure: Figure }[]; parts: Parts | null },
  locale: Locale,
) => ({
  ...plainHead(report),
  ...plainFigure(report),
  formula: translatorOf(locale)(`measures.formula.${report.name}`),
  course: report.course.map(({ firstDay, figure }) => ({ from: firstDay, ...figure })),
  by: report.parts?.dimension ?? null,
  parts: report.parts?.rows.map(({ part, figure }) => ({ part, ...figure })) ?? [],
});

const plainHead = ({ period, filter, comparedWith, asOf, unsettled, building }: Settled) => ({
  from: period.firstDay,
  to: period.lastDay,
  timeZone: period.timeZone,
  filter,
  comparedWith: { from: comparedWith.firstDay, to: comparedWith.lastDay },
  asOf,
  unsettledVisits: unsettled,
  daysNotAddedUp: building?.left ?? 0,
});

const plainFigure = ({ name, unit, figure, before, change, notBy }: MeasuredFigure) => ({
  name,
  unit,
  ...figure,
  before: { value: before.value, n: before.n },
  change,
  ...(notBy && { notBy }),
});
