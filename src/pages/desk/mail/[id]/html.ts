import type { APIRoute } from 'astro';
import { originalFrame } from '#src/components/mail/original.ts';
import { originalOf } from '#src/domain/mail/receivedView.ts';
import { numberInput } from '#src/domain/tickets/ticket.ts';
import { domainError } from '#src/errors.ts';

/** What a stranger wrote, for the frame on its page; remote images only when somebody asked for them. */
export const GET: APIRoute = async ({ params, url, locals }) => {
  const id = numberInput.safeParse(params.id);
  if (!id.success) throw domainError('not_found');
  return originalFrame(await originalOf(locals.ctx, id.data), { withRemote: url.searchParams.has('images') });
};
