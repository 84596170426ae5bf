import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { lineInput } from '#src/domain/text.ts';
import { isLocale } from '#src/i18n/index.ts';
import { changeTicket, parseInput, requireStaff } from './change.ts';
import { fileTicket } from './fileTicket.ts';
import { findMessageRow, listAttachmentRows } from './message.store.ts';
import { listParticipants } from './people.store.ts';
import { findTicket } from './ticket.store.ts';
import { limits } from './ticket.ts';

const input = z.object({ subject: lineInput({ min: 1, max: limits.subject }) });

/**
 * Make a message a ticket of its own, of whoever wrote it, with its files; it also stays where it was said, and each
 * ticket names the other. Nobody is written to: an answer will say it.
 * @returns the new ticket's number
 * @throws sign_in_required, not_found, invalid unless somebody who takes part wrote it
 */
export async function splitMessage(
  ctx: Context,
  number: number,
  messageId: number,
  given: { subject: string },
): Promise<number> {
  requireStaff(ctx);
  const { subject } = parseInput(input, given);
  const ticket = await findTicket(ctx.db.read, number);
  const message = await findMessageRow(ctx.db.read, number, messageId);
  if (!ticket) throw domainError('not_found', { ticket: number });
  if (!message || message.authorKind !== 'requester')
    throw domainError('invalid', { fields: { message: 'bad_choice' } });
  const people = await listParticipants(ctx.db.read, number);
  const writer = people.find(({ requesterId }) => requesterId === message.requesterId) ?? people[0]!;
  return ctx.db.write(async (tx) => {
    const filed = await fileTicket(ctx, {
      subject,
      body: message.body,
      name: writer.name,
      email: writer.email,
      locale: isLocale(ticket.locale) ? ticket.locale : ctx.locale,
      channel: message.channel,
      kept: await listAttachmentRows(tx, messageId),
      follows: { id: number, mailboxId: ticket.mailboxId },
      isSilent: true,
    });
    await changeTicket(ctx, number, async ({ set, record }) => {
      await set({});
      await record('split', { message: messageId, ticket: filed.number });
    });
    return filed.number;
  });
}
