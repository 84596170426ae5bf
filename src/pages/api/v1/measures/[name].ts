import type { APIRoute } from 'astro';
import { isMeasureName } from '#src/domain/measures/measures.ts';
import { plainMeasure } from '#src/domain/measures/plain.ts';
import { measureReport } from '#src/domain/measures/report.ts';
import { measureRows, rowsPerPage } from '#src/domain/measures/rows.ts';
import { domainError } from '#src/errors.ts';
import { byOf, strictlyAsked } from '#src/pages/desk/measures/_asked.ts';
import { answerJson, json } from '../_json.ts';

/** `GET /api/v1/measures/<name>?…&by=&page=`: one figure with its formula, course, parts, and 50 rows a page. */
export const GET: APIRoute = ({ locals: { ctx }, params: { name }, url }) =>
  answerJson(async () => {
    if (!isMeasureName(name)) throw domainError('not_found', { measure: name });
    const asked = strictlyAsked(ctx, url.searchParams);
    const page = Math.min(1_000, Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1));
    const report = await measureReport(ctx, name, { ...asked, by: byOf(url.searchParams) });
    const { rows, hasMore } = await measureRows(ctx, name, asked, { offset: (page - 1) * rowsPerPage });
    return json({ ...plainMeasure(report, ctx.locale), page, hasMore, rows });
  });
