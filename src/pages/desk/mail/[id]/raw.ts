import type { APIRoute } from 'astro';
import { Readable } from 'node:stream';
import { rawMail } from '#src/domain/mail/receivedView.ts';
import { contentDisposition } from '#src/domain/files/upload.ts';
import { numberInput } from '#src/domain/tickets/ticket.ts';
import { domainError } from '#src/errors.ts';

/** A message exactly as it came, as a download. */
export const GET: APIRoute = async ({ params, locals }) => {
  const id = numberInput.safeParse(params.id);
  if (!id.success) throw domainError('not_found');
  const file = await rawMail(locals.ctx, id.data);
  return new Response(Readable.toWeb(file.read()) as ReadableStream, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': contentDisposition(file.name),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    },
  });
};
