import { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { emailInput, idInput } from '#src/domain/text.ts';
import { addPerson } from '#src/domain/tickets/addPerson.ts';
import { findThreadTicket, receiveStranger } from '#src/domain/tickets/receive.ts';
import type { Arrival, Settled } from './arrival.ts';
import type { IncomingMail } from './incoming/incoming.ts';
import { findReceived, findReceivedToChange, updateReceived } from './received.store.ts';
import type { ReceivedMail } from './received.ts';
import { fileMail } from './takeNew.ts';
import { joinTicket } from './takeReply.ts';

export const ticketOfHeldInput = z.object({ id: idInput, email: emailInput.optional() });
export const attachHeldInput = z.object({
  id: idInput,
  /** As people write it: 12 or #12. */
  ticket: z
    .string()
    .transform((text) => Number(text.trim().replace(/^#/, '')))
    .refine((n) => Number.isInteger(n) && n > 0 && n < 2 ** 31, { error: 'no_ticket' }),
  /** Put the sender in copy, so that their next answer joins by itself. */
  withSender: z.coerce.boolean().default(false),
});

/**
 * Make a ticket of a held message, in the name of its sender, or of the address an agent gives for one that has none.
 * @returns the ticket's number
 * @throws sign_in_required, not_found, invalid, conflict when somebody settled it before
 */
export async function makeTicketOfHeld(
  ctx: Context,
  input: z.input<typeof ticketOfHeldInput>,
): Promise<number> {
  const { id, email } = checkInput(ticketOfHeldInput, input);
  return settleHeld(ctx, id, (arrival) => {
    const known = emailInput.safeParse(email ?? arrival.mail.from?.email ?? '');
    if (!known.success) throw domainError('invalid', { fields: { email: 'bad_email' } });
    const from = { name: arrival.mail.from?.name ?? '', email: known.data };
    return fileMail({ ...arrival, mail: { ...arrival.mail, from } });
  });
}

/**
 * Put a held message into a ticket: as its sender's answer when they take part or are put in copy now, else as a note.
 * @returns the ticket's number
 * @throws sign_in_required, not_found, invalid, conflict
 */
export async function attachHeld(ctx: Context, input: z.input<typeof attachHeldInput>): Promise<number> {
  const { id, ticket, withSender } = checkInput(attachHeldInput, input);
  return settleHeld(ctx, id, async (arrival) => {
    const { tx, kept, mail } = arrival;
    const email = mail.from?.email ?? '';
    const thread = { ticketId: ticket, sideThreadId: null };
    const named = await findThreadTicket(tx, thread, email);
    if (!named) throw domainError('invalid', { fields: { ticket: 'no_ticket' } });
    if (withSender) await addPerson(ctx, named.ticket.id, { email, name: mail.from?.name ?? '' });
    const found = (await findThreadTicket(tx, thread, email))!;
    if (found.participant) return joinTicket(arrival, found);
    const messageId = await receiveStranger(ctx, found.ticket.id, {
      body: `${mail.from?.name ?? ''} <${email}>\n\n${mail.text}`,
      mail: { id: kept.id, files: mail.files },
    });
    return { state: 'note', ticketId: found.ticket.id, messageId };
  });
}

/** Put a held message away; its raw bytes stay. @throws sign_in_required, not_found, conflict */
export async function discardHeld(ctx: Context, id: number): Promise<void> {
  const by = requireAgent(ctx);
  await ctx.db.write(async (tx) => {
    const kept = await getHeld(tx, id);
    await updateReceived(tx, kept.id, { state: 'discarded', settledById: by.id, settledAt: ctx.now });
  });
}

async function settleHeld(
  ctx: Context,
  id: number,
  become: (arrival: Arrival) => Promise<Settled>,
): Promise<number> {
  const by = requireAgent(ctx);
  const { hash, state } = await getReceivedRow(ctx, id);
  if (state !== 'held') throw domainError('conflict', { reason: 'settled' });
  const mail = await readAgain(ctx, hash);
  return ctx.db.write(async (tx) => {
    const kept = await getHeld(tx, id);
    const settled = await become({ tx, ctx, kept, mail: { ...mail, kind: kindNow(mail) } });
    await updateReceived(tx, id, { ...settled, settledById: by.id, settledAt: ctx.now });
    return settled.ticketId!;
  });
}

/** A person looked at it, but whoever sent it was still a machine. */
const kindNow = ({ kind }: IncomingMail) => (kind === 'message' ? kind : 'automatic');

async function getHeld(tx: Query, id: number): Promise<ReceivedMail> {
  const kept = await findReceivedToChange(tx, id);
  if (!kept) throw domainError('not_found', { mail: id });
  if (kept.state !== 'held') throw domainError('conflict', { reason: 'settled' });
  return kept;
}

async function getReceivedRow(ctx: Context, id: number): Promise<ReceivedMail> {
  const row = await findReceived(ctx.db.read, id);
  if (!row) throw domainError('not_found', { mail: id });
  return row;
}

/** @throws unavailable when it still can't be read: then only discarding it, or its raw file, is left. */
async function readAgain(ctx: Context, hash: string): Promise<IncomingMail> {
  return ctx.mailReader.read(hash).catch((error: unknown) => {
    throw domainError('unavailable', { reason: String(error) });
  });
}
