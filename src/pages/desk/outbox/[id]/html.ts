import type { APIRoute } from 'astro';
import { mailFrame } from '#src/components/mail/frame.ts';
import { getSentMail } from '#src/domain/mail/outboxView.ts';
import { domainError } from '#src/errors.ts';
import { numberInput } from '#src/domain/tickets/ticket.ts';

/** The HTML of a mail, for the frame on its page. */
export const GET: APIRoute = async ({ params, locals }) => {
  const id = numberInput.safeParse(params.id);
  if (!id.success) throw domainError('not_found');
  return mailFrame((await getSentMail(locals.ctx, id.data)).html);
};
