import type { APIRoute } from 'astro';
import { toCsv } from '#src/domain/measures/csv.ts';
import { measuresReport } from '#src/domain/measures/report.ts';
import { csvResponse } from './_csv.ts';
import { strictPeriod } from './_period.ts';

const header = [
  'measure',
  'unit',
  'tier',
  'value',
  'of',
  'n',
  'low95',
  'high95',
  'p90',
  'from',
  'to',
  'time_zone',
];

/** Every figure of a period, by tier where it has tiers. */
export const GET: APIRoute = async ({ locals, url }) => {
  const period = strictPeriod(locals.ctx, url.searchParams);
  const { figures } = await measuresReport(locals.ctx, period);
  const rows = figures.flatMap(({ name, unit, figure, byTier }) =>
    [{ tier: '', figure }, ...byTier].map(({ tier, figure: { value, of, n, interval, p90 } }) => {
      const range = [interval?.low, interval?.high, p90];
      return [name, unit, tier, value, of, n, ...range, period.firstDay, period.lastDay, period.timeZone];
    }),
  );
  return csvResponse(`measures_${period.firstDay}_${period.lastDay}.csv`, toCsv(header, rows));
};
