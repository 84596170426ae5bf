import type { APIRoute } from 'astro';
import { exportRequester } from '#src/domain/privacy/export.ts';
import { domainError } from '#src/errors.ts';
import { zipResponse } from '#src/pages/_zip.ts';

/** Everything about somebody, for an admin whom they asked. */
export const GET: APIRoute = async ({ locals, params }) => {
  const id = Number(/^[1-9]\d{0,9}$/.exec(params.id ?? '')?.[0]);
  if (!id) throw domainError('not_found');
  return zipResponse(await exportRequester(locals.ctx, id));
};
