import type { APIRoute } from 'astro';
import { toCsv } from '#src/domain/measures/csv.ts';
import { isMeasureName } from '#src/domain/measures/measures.ts';
import { measureRows, mostRows } from '#src/domain/measures/rows.ts';
import { domainError } from '#src/errors.ts';
import { csvResponse } from '../_csv.ts';
import { strictPeriod } from '../_period.ts';

const columns = [
  'at',
  'counts',
  'outcome',
  'words',
  'articleId',
  'articleTitle',
  'helpful',
  'comment',
  'ticketId',
  'subject',
  'tier',
  'minutes',
  'locale',
] as const;

/** The rows behind a figure: at most 50,000, newest first. */
export const GET: APIRoute = async ({ locals, params, url }) => {
  const { name } = params;
  if (!isMeasureName(name)) throw domainError('not_found', { measure: name });
  const period = strictPeriod(locals.ctx, url.searchParams);
  const { rows } = await measureRows(locals.ctx, name, period, { limit: mostRows });
  const cells = rows.map((row) => columns.map((column) => row[column]));
  return csvResponse(`${name}_${period.firstDay}_${period.lastDay}.csv`, toCsv([...columns], cells));
};
