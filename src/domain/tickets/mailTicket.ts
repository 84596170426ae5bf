import type { Query } from '#db/open.ts';
import { domainError } from '#src/errors.ts';
import { findMessage, type Message } from './message.store.ts';
import { findTicket } from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

/** A ticket as mail about it knows it. */
export type MailTicket = Omit<Ticket, 'accessKeyHash'>;

/** The ticket as it is now, inside a write too; null when it is gone. */
export const findMailTicket = (q: Query, id: number): Promise<MailTicket | null> => findTicket(q, id);

/** The same, for who must have it. @throws not_found */
export async function getMailTicket(q: Query, id: number): Promise<MailTicket> {
  const ticket = await findTicket(q, id);
  if (!ticket) throw domainError('not_found', { ticket: id });
  return ticket;
}

/** A message of a ticket; null when it is not there. */
export const findMailMessage = (q: Query, ticketId: number, id: number): Promise<Message | null> =>
  findMessage(q, ticketId, id);
