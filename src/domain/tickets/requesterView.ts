import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { findOwnTicket } from './ownTicket.ts';
import { listMessages } from './message.store.ts';
import { findTicket, listAgentNames } from './ticket.store.ts';
import { stateAfterRequesterReply, type Ticket } from './ticket.ts';
import { withFiles, type ShownMessage } from './ticketView.ts';

/** What a requester sees of their ticket: never a note, never who else works on it or what they think of it. */
export interface RequesterView {
  number: number;
  subject: string;
  state: Ticket['state'];
  requesterName: string;
  createdAt: Date;
  updatedAt: Date;
  /** The agent who has it, if any. */
  assigneeName: string | null;
  messages: ShownMessage[];
  canReply: boolean;
  /** An agent looks at what the requester sees; they answer in the desk. */
  isPreview: boolean;
}

/** A ticket for the requester who holds its key, or for an agent as a preview. @throws not_found for everyone else */
export async function requesterView(ctx: Context, number: number): Promise<RequesterView> {
  const isPreview = ctx.actor.kind !== 'visitor';
  const ticket = await (isPreview ? findTicket(ctx.db.read, number) : findOwnTicket(ctx, number));
  if (!ticket) throw domainError('not_found', { ticket: number });
  const { assigneeId } = ticket;
  const names = await listAgentNames(ctx.db.read, assigneeId === null ? [] : [assigneeId]);
  return {
    number,
    subject: ticket.subject,
    state: ticket.state,
    requesterName: ticket.requesterName,
    createdAt: ticket.createdAt,
    updatedAt: ticket.lastMessageAt,
    assigneeName: assigneeId === null ? null : (names.get(assigneeId) ?? null),
    messages: await withFiles(ctx, await listMessages(ctx.db.read, number, { publicOnly: true })),
    canReply: !isPreview && stateAfterRequesterReply(ticket.state) !== null,
    isPreview,
  };
}

const mostListed = 100;

/** The tickets whose keys this browser holds, newest first. */
export async function ownTickets(
  ctx: Context,
): Promise<Pick<Ticket, 'id' | 'subject' | 'state' | 'lastMessageAt'>[]> {
  if (ctx.actor.kind !== 'visitor') return [];
  const numbers = Object.keys(ctx.actor.ticketKeys).map(Number);
  const newest = numbers.sort((a, b) => b - a).slice(0, mostListed);
  const tickets = await Promise.all(newest.map((number) => findOwnTicket(ctx, number)));
  return tickets
    .filter((ticket) => ticket !== null)
    .map(({ id, subject, state, lastMessageAt }) => ({ id, subject, state, lastMessageAt }));
}
