import { filterQuery, type Filter } from '#src/domain/measures/dimension.ts';
import type { MeasuredFigure } from '#src/domain/measures/measured.ts';
import type { Figure } from '#src/domain/measures/measures.ts';
import { readPeriod, type Period } from '#src/domain/measures/period.ts';
import { plainReport } from '#src/domain/measures/plain.ts';
import { rebuildMeasures } from '#src/domain/measures/refresh.ts';
import { measuresReport, type MeasuresReport } from '#src/domain/measures/report.ts';
import { isDomainError } from '#src/errors.ts';
import { translator } from '#src/i18n/index.ts';
import type { Context } from '#src/context.ts';
import { command, usageError } from './command.ts';

export const measures = command({
  name: 'measures',
  about: 'Print the measures of a period: the figures of /desk/measures.',
  options: {
    from: {
      type: 'string',
      value: 'DAY',
      about: 'First day, like 2026-03-01. Default: 30 days before the last.',
    },
    to: { type: 'string', value: 'DAY', about: 'Last day, included. Default: today.' },
    locale: { type: 'string', value: 'CODE', about: 'Only of one language, like en.' },
    category: { type: 'string', value: 'KEY', about: 'Only of one category.' },
    tier: { type: 'string', value: 'NUMBER', about: 'Only of one tier.' },
    agent: { type: 'string', value: 'ID', about: 'Only of one agent.' },
  },
  more: 'Days are those of TIME_ZONE. Visits count once they have settled (VISIT_WINDOW_HOURS).',
  hasReport: true,
  async run({ ctx, values: { from, to, ...filter }, report }) {
    const asked = { period: periodOf(ctx, from, to), filter: filterOf(filter) };
    const measured = await measuresReport(ctx, asked);
    report(plainReport(measured), textOf(ctx, measured));
  },
});

export const measuresRebuild = command({
  name: 'measures rebuild',
  about: 'Add up every day again from what happened, newest first.',
  options: {},
  more: 'Nothing is lost by it: the daily sums are made of visits, votes and tickets. The pages say so while it lasts.',
  hasReport: true,
  async run({ ctx, progress, report }) {
    const start = performance.now();
    const days = await rebuildMeasures(ctx, {
      onProgress: (done, all) => progress(`${done} of ${all} days`),
    });
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    report({ days, seconds }, `${days} days were added up in ${seconds} s.`);
  },
});

function filterOf(values: Record<string, string | undefined>): Filter {
  const parsed = filterQuery.parse(values);
  const wrong = Object.keys(values).find(
    (name) => values[name] !== undefined && parsed[name as keyof Filter] === undefined,
  );
  if (wrong) throw usageError(`--${wrong} "${values[wrong]}" can't be one. See --help.`);
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
}

function periodOf(ctx: Context, from: string | undefined, to: string | undefined): Period {
  try {
    return readPeriod({ from, to }, { now: ctx.now, timeZone: ctx.config.timeZone });
  } catch (error) {
    if (!isDomainError(error, 'invalid')) throw error;
    throw usageError(
      'Give --from and --to as days like 2026-03-01, the first not after the last, ten years at most.',
    );
  }
}

function textOf(ctx: Context, { period, figures, unsettled }: MeasuresReport): string {
  const t = translator(ctx.locale);
  const width = Math.max(...figures.map(({ name }) => t(`measures.name.${name}`).length));
  const lines = figures.map(
    ({ name, unit, figure, before }) =>
      `${t(`measures.name.${name}`).padEnd(width)}  ${valueOf(unit, figure).padStart(10)}  (before: ${valueOf(unit, before)})  n = ${figure.n}${rangeOf(figure)}`,
  );
  const waiting = unsettled > 0 ? [`\n${unsettled} visits have no outcome yet.`] : [];
  return [`${period.firstDay} – ${period.lastDay} (${period.timeZone})\n`, ...lines, ...waiting].join('\n');
}

function valueOf(unit: MeasuredFigure['unit'], { value }: Figure): string {
  if (value === null) return '–';
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  if (unit === 'days') return `${value.toFixed(1)} d`;
  return unit === 'ratio' ? value.toFixed(2) : `${value.toFixed(1)} min`;
}

function rangeOf({ interval, p90 }: Figure): string {
  if (interval) return `, 95 %: ${(interval.low * 100).toFixed(1)}–${(interval.high * 100).toFixed(1)} %`;
  return p90 === undefined || p90 === null ? '' : `, 90th percentile ${p90.toFixed(1)} min`;
}
