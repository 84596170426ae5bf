import type { APIRoute } from 'astro';
import { plainReport } from '#src/domain/measures/plain.ts';
import { measuresReport } from '#src/domain/measures/report.ts';
import { strictlyAsked } from '#src/pages/desk/measures/_asked.ts';
import { answerJson, json } from '../_json.ts';

/** `GET /api/v1/measures?from=&to=&preset=&locale=&category=&tier=&agent=`: every figure, for agents. */
export const GET: APIRoute = ({ locals, url }) =>
  answerJson(async () => {
    const asked = strictlyAsked(locals.ctx, url.searchParams);
    return json(plainReport(await measuresReport(locals.ctx, asked)));
  });
