import type { APIRoute } from 'astro';
import { toCsv } from '#src/domain/measures/csv.ts';
import { isMeasureName } from '#src/domain/measures/measures.ts';
import { measureRows, mostRows } from '#src/domain/measures/rows.ts';
import { domainError } from '#src/errors.ts';
import { csvResponse } from '../_csv.ts';
import { strictlyAsked } from '../_asked.ts';

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
  'gapId',
  'days',
  'locale',
] as const;

/** The rows behind a figure: at most 50,000, newest first. */
export const GET: APIRoute = async ({ locals, params, url }) => {
  const { name } = params;
  if (!isMeasureName(name)) throw domainError('not_found', { measure: name });
  const asked = strictlyAsked(locals.ctx, url.searchParams);
  const { rows } = await measureRows(locals.ctx, name, asked, { limit: mostRows });
  const cells = rows.map((row) => columns.map((column) => row[column]));
  return csvResponse(
    `${name}_${asked.period.firstDay}_${asked.period.lastDay}.csv`,
    toCsv([...columns], cells),
  );
};
