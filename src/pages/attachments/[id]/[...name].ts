import type { APIRoute } from 'astro';
import { Readable } from 'node:stream';
import { getAttachment } from '#src/domain/tickets/attachments.ts';
import { domainError } from '#src/errors.ts';
import { downloadHeaders } from '#src/server/fileHeaders.ts';

/** A file that somebody sent: always a download, never a page. The name in the address is only for people. */
export const GET: APIRoute = async ({ params, locals }) => {
  const id = Number(/^[1-9]\d{0,9}$/.exec(params.id ?? '')?.[0]);
  if (!id) throw domainError('not_found');
  const file = await getAttachment(locals.ctx, id);
  return new Response(Readable.toWeb(file.read()) as ReadableStream, {
    headers: { ...downloadHeaders(file), 'cache-control': 'private, no-store' },
  });
};
