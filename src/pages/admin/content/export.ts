import type { APIRoute } from 'astro';
import { exportContent } from '#src/domain/articles/transfer/exportContent.ts';
import { zipResponse } from '#src/pages/_zip.ts';

/** Every article, category and image, for an admin to take away. */
export const GET: APIRoute = async ({ locals }) => zipResponse(await exportContent(locals.ctx));
