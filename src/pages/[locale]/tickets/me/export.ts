import type { APIRoute } from 'astro';
import { exportMe } from '#src/domain/privacy/export.ts';
import { zipResponse } from '#src/pages/_zip.ts';

/** Everything about whoever is signed in as a requester. */
export const GET: APIRoute = async ({ locals }) => zipResponse(await exportMe(locals.ctx));
