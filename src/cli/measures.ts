import { isDomainError } from '#src/errors.ts';
import type { Figure } from '#src/domain/measures/measures.ts';
import { readPeriod, type Period } from '#src/domain/measures/period.ts';
import { measuresReport, type MeasuredFigure } from '#src/domain/measures/report.ts';
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
  },
  more: 'Days are those of TIME_ZONE. Visits count once they have settled (VISIT_WINDOW_HOURS).',
  hasReport: true,
  async run({ ctx, values, report }) {
    const period = periodOf(ctx, values.from, values.to);
    const measured = await measuresReport(ctx, period);
    const { firstDay: from, lastDay: to, timeZone } = period;
    const { asOf, unsettled, figures } = measured;
    const plain = { from, to, timeZone, asOf, unsettledVisits: unsettled, measures: figures.map(plainOf) };
    report(plain, textOf(ctx, period, figures, unsettled));
  },
});

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

const plainOf = ({ name, unit, figure, byTier }: MeasuredFigure) => ({
  name,
  unit,
  ...figure,
  ...(byTier.length > 0 && {
    byTier: byTier.map(({ tier, figure: own }) => ({ tier: Number(tier), ...own })),
  }),
});

function textOf(ctx: Context, period: Period, figures: MeasuredFigure[], unsettled: number): string {
  const t = translator(ctx.locale);
  const width = Math.max(...figures.map(({ name }) => t(`measures.name.${name}`).length));
  const lines = figures.map(
    ({ name, unit, figure }) =>
      `${t(`measures.name.${name}`).padEnd(width)}  ${valueOf(unit, figure).padStart(10)}  n = ${figure.n}${rangeOf(figure)}`,
  );
  const waiting = unsettled > 0 ? [`\n${unsettled} visits have no outcome yet.`] : [];
  return [`${period.firstDay} – ${period.lastDay} (${period.timeZone})\n`, ...lines, ...waiting].join('\n');
}

function valueOf(unit: MeasuredFigure['unit'], { value }: Figure): string {
  if (value === null) return '–';
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  return unit === 'ratio' ? value.toFixed(2) : `${value.toFixed(1)} min`;
}

function rangeOf({ interval, p90 }: Figure): string {
  if (interval) return `, 95 %: ${(interval.low * 100).toFixed(1)}–${(interval.high * 100).toFixed(1)} %`;
  return p90 === undefined || p90 === null ? '' : `, 90th percentile ${p90.toFixed(1)} min`;
}
