import { findThreadTicket, receiveAutoReply } from '#src/domain/tickets/receive.ts';
import type { Arrival, Settled } from './arrival.ts';
import type { Thread } from './thread.ts';

/**
 * A machine answered mail of ours: a note on its ticket, which changes nothing else. Without a ticket it is held in sight.
 * That an agent who was sent a notice is away is nobody's news there.
 */
export async function takeAutoReply(arrival: Arrival, thread: Thread | null): Promise<Settled> {
  const { tx, ctx, kept, mail } = arrival;
  if (thread?.agentId) return { state: 'automatic', ticketId: thread.ticketId };
  const found = thread && (await findThreadTicket(tx, thread, mail.from?.email ?? ''));
  if (!found?.participant && !found?.expert)
    return { state: 'held', reason: 'automatic', ticketId: found?.ticket.id ?? null };
  const messageId = await receiveAutoReply(ctx, found.ticket.id, {
    requesterId: found.participant?.requesterId ?? null,
    body: mail.reply,
    mail: { id: kept.id, files: mail.files },
  });
  return { state: 'automatic', ticketId: found.ticket.id, messageId };
}
