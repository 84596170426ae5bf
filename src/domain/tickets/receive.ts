import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { byParticipant, changeOf, requireStaff, type By } from './change.ts';
import { answeringFor } from './merged.ts';
import { addMessage, readyMessage, type MailSource } from './message.ts';
import { findParticipant, type Participant } from './people.ts';
import { findSideThread } from './receive.store.ts';
import { writeAsParticipant } from './replyAsRequester.ts';
import { findTicket, findTicketToChange } from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

/** The ticket that a mail's thread names, and who its sender is there. */
export interface ThreadTicket {
  /** Of merged tickets, the one that answers for it. */
  ticket: Ticket;
  participant: Participant | null;
  /** The sender is the outside expert of this correspondence. */
  expert: { sideThreadId: number } | null;
}

/** Find the ticket of a thread that only its correspondents can name. Null when it is gone. */
export async function findThreadTicket(
  q: Query,
  thread: { ticketId: number | null; sideThreadId: number | null },
  email: string,
): Promise<ThreadTicket | null> {
  const side = thread.sideThreadId === null ? null : await findSideThread(q, thread.sideThreadId);
  const named = await findTicket(q, side?.ticketId ?? thread.ticketId ?? 0);
  if (!named) return null;
  const ticket = await answeringFor(q, named);
  const isExpert = side !== null && side.email === email;
  return {
    ticket,
    expert: isExpert ? { sideThreadId: side.id } : null,
    // Whoever took part in a ticket that was merged was put in copy here, and may have been taken out since.
    participant: await findParticipant(q, ticket.id, email),
  };
}

interface Received {
  body: string;
  mail: MailSource;
}

/**
 * A participant answers by mail, which was checked before: it wakes and reopens like an answer on the web.
 * @returns the message's id
 * @throws conflict when the ticket is closed, invalid
 */
export const receiveReply = (
  ctx: Context,
  number: number,
  { requesterId, ...input }: Received & { requesterId: number },
): Promise<number> => writeAsParticipant(ctx, number, requesterId, input);

/** A machine answered for a participant: a note, by which nothing changes and nobody is told. @returns its id */
export const receiveAutoReply = (
  ctx: Context,
  number: number,
  { requesterId, ...input }: Received & { requesterId: number | null },
): Promise<number> =>
  leaveNote(ctx, number, input, requesterId === null ? system : byParticipant(requesterId), {
    event: 'auto_replied',
  });

/** Somebody who takes no part in the ticket wrote about it, and an agent put it there: a note. @returns its id */
export const receiveStranger = (ctx: Context, number: number, input: Received): Promise<number> =>
  leaveNote(ctx, number, input, requireStaff(ctx), { event: 'note_added' });

/** An expert outside answered an agent's question: a note of their correspondence. @returns its id */
export const receiveSideAnswer = (
  ctx: Context,
  number: number,
  { sideThreadId, ...input }: Received & { sideThreadId: number },
): Promise<number> => leaveNote(ctx, number, input, system, { event: 'side_answered', sideThreadId });

const system: By = { kind: 'system', agentId: null };

async function leaveNote(
  ctx: Context,
  number: number,
  input: Received,
  by: By,
  { event, sideThreadId = null }: { event: string; sideThreadId?: number | null },
): Promise<number> {
  const message = await readyMessage(ctx, number, input);
  return ctx.db.write(async (tx) => {
    const ticket = (await findTicketToChange(tx, number))!;
    const change = changeOf(tx, ctx, ticket, by);
    const id = await addMessage(change, ctx, { ...message, kind: 'note', html: '', sideThreadId });
    await change.set({});
    await change.record(event, { message: id, ...(sideThreadId !== null && { thread: sideThreadId }) });
    return id;
  });
}

/** What mail systems reported about mail of a ticket. */
export interface MailReport {
  kind: 'bounced' | 'delayed' | 'complained';
  email: string;
  status: string | null;
  text: string;
}

/** Tell in a ticket's history that mail about it did not arrive. Does nothing when the ticket is gone. */
export async function recordMailReport(
  tx: Query,
  ctx: Context,
  number: number,
  { kind, ...data }: MailReport,
): Promise<void> {
  const ticket = await findTicketToChange(tx, number);
  if (!ticket) return;
  const change = changeOf(tx, ctx, ticket, system);
  await change.set({});
  await change.record(kind, data);
}
