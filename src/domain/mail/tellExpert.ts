import type { Query } from '#db/open.ts';
import type { Context, Happening } from '#src/context.ts';
import { getMailTicket } from '#src/domain/tickets/mailTicket.ts';
import { renderMessage } from '#src/domain/tickets/markup.ts';
import { getSideThread } from '#src/domain/tickets/sideThread.ts';
import { localeOf, messageFields } from './about.ts';
import { queueMail, senderOf } from './outbox.ts';

/** Write to the expert outside whom an agent asked; their answer finds the way back by the side thread alone. */
export async function tellExpert(tx: Query, ctx: Context, happened: Happening): Promise<void> {
  if (happened.kind !== 'side_asked') return;
  const ticket = await getMailTicket(tx, happened.ticketId);
  const thread = await getSideThread(tx, Number(happened.data.thread));
  const said = await messageFields(tx, ticket, Number(happened.data.message));
  if (!said) return;
  const { signature } = await senderOf(tx, ctx, ticket.mailboxId);
  const locale = localeOf(ctx, ticket.locale);
  await queueMail(tx, ctx, {
    kind: 'side',
    to: { email: thread.email, name: thread.name, locale },
    mailboxId: ticket.mailboxId,
    sideThreadId: thread.id,
    messageId: said.message.id,
    cause: `event:${happened.id}`,
    fields: { ...said.fields, subject: thread.subject },
    html: { ...said.html, signature: await renderMessage(signature, locale) },
  });
}
