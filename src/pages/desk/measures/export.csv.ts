import type { APIRoute } from 'astro';
import { toCsv } from '#src/domain/measures/csv.ts';
import { dimensions } from '#src/domain/measures/dimension.ts';
import { measuresReport } from '#src/domain/measures/report.ts';
import { strictlyAsked } from './_asked.ts';
import { csvResponse } from './_csv.ts';

const header = [
  ...['measure', 'unit', 'value', 'of', 'n', 'low95', 'high95', 'p90', 'before', 'change'],
  ...['from', 'to', 'time_zone', ...dimensions],
];

/** Every figure of a period, with that of the period before. */
export const GET: APIRoute = async ({ locals, url }) => {
  const asked = strictlyAsked(locals.ctx, url.searchParams);
  const { firstDay, lastDay, timeZone } = asked.period;
  const { figures } = await measuresReport(locals.ctx, asked);
  const rows = figures.map(({ name, unit, figure: { value, of, n, interval, p90 }, before, change }) => [
    ...[name, unit, value, of, n, interval?.low, interval?.high, p90, before.value, change?.by],
    ...[firstDay, lastDay, timeZone, ...dimensions.map((dimension) => asked.filter[dimension])],
  ]);
  return csvResponse(`measures_${firstDay}_${lastDay}.csv`, toCsv(header, rows));
};
