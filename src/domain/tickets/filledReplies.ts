import type { Context } from '#src/context.ts';
import { cannedReplies, fillCanned } from './canned.ts';
import type { TicketView } from './ticketView.ts';

/** A canned reply as the composer of one ticket takes it. */
export interface FilledReply {
  id: number;
  title: string;
  shortcut: string;
  /** With its fields filled in. */
  text: string;
}

/** The canned replies in the language of a ticket, for its composer. @throws sign_in_required */
export async function filledReplies(
  ctx: Context,
  { ticket, requester }: Pick<TicketView, 'ticket' | 'requester'>,
): Promise<FilledReply[]> {
  const name = ticket.requesterName.trim() || requester.email;
  const fields = {
    'requester.name': name,
    'requester.first_name': name.split(/\s+/)[0]!,
    'ticket.number': String(ticket.id),
    'ticket.subject': ticket.subject,
    'agent.name': ctx.actor.kind === 'agent' ? ctx.actor.name : '',
    'site.name': ctx.config.siteName,
  };
  const replies = await cannedReplies(ctx, ticket.locale);
  return replies.map(({ id, title, shortcut, body }) => ({
    id,
    title,
    shortcut,
    text: fillCanned(body, fields),
  }));
}
