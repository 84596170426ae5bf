import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { findOwnTicket } from './ownTicket.ts';
import { lastActions, type LastAction } from './ownTickets.ts';
import { listMessages } from './message.store.ts';
import { answeringFor, mergedInto } from './merged.ts';
import { takesPart } from './people.ts';
import { listParticipants, type Participant } from './people.store.ts';
import { findTicket, listAgentNames, listLinked } from './ticket.store.ts';
import { stateAfterRequesterReply, type Ticket } from './ticket.ts';
import { withFiles, type ShownMessage } from './ticketView.ts';

interface NamedTicket {
  number: number;
  subject: string;
}

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
  last: LastAction | null;
  messages: ShownMessage[];
  /** Everybody who takes part, the requester first. */
  people: (Participant & { isMe: boolean })[];
  /** Whoever looks is the requester, not somebody in copy. */
  isMine: boolean;
  /** The ticket this one goes on from, when they may see it. */
  follows: NamedTicket | null;
  /** The ticket that answers for this one since they were merged; null when it stands for itself. */
  mergedInto: number | null;
  /** Tickets that were merged into this one, and those that go on from it, of those they may see. */
  mergedHere: NamedTicket[];
  followedBy: NamedTicket[];
  canReply: boolean;
  /** It takes no more replies; writing again makes a new ticket. */
  canFollowUp: boolean;
  /** An agent looks at what the requester sees; they answer in the desk. */
  isPreview: boolean;
}

/** A ticket for the requester who holds its key, or for an agent as a preview. @throws not_found for everyone else */
export async function requesterView(ctx: Context, number: number): Promise<RequesterView> {
  const isPreview = ctx.actor.kind !== 'visitor';
  const own = await findOwnTicket(ctx, number);
  const ticket = isPreview ? await findTicket(ctx.db.read, number) : own;
  if (!ticket) throw domainError('not_found', { ticket: number });
  const me = own?.me ?? { requesterId: ticket.requesterId, isRequester: true };
  const answering = await answeringFor(ctx.db.read, ticket);
  const isThere = answering.id === number || (await takesPart(ctx.db.read, answering.id, me.requesterId));
  const people = await listParticipants(ctx.db.read, number);
  const last = await lastActions(ctx.db.read, [number], me.requesterId);
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
    last: last.get(number) ?? null,
    messages: await withFiles(ctx, await listMessages(ctx.db.read, number, { publicOnly: true })),
    people: people.map((person) => ({
      ...person,
      isMe: !isPreview && person.requesterId === me.requesterId,
    })),
    isMine: me.isRequester,
    follows: await followed(ctx, ticket),
    mergedInto: answering.id === number || !(isThere || isPreview) ? null : answering.id,
    mergedHere: await namesFor(ctx, await mergedInto(ctx.db.read, number)),
    followedBy: await namesFor(ctx, await listLinked(ctx.db.read, number, 'followsId')),
    canFollowUp: !isPreview && answering.state === 'closed' && answering.id === number,
    canReply: !isPreview && isThere && stateAfterRequesterReply(answering.state) !== null,
    isPreview,
  };
}

const followed = async (ctx: Context, { followsId }: Ticket): Promise<RequesterView['follows']> =>
  followsId === null ? null : namedFor(ctx, followsId);

async function namesFor(ctx: Context, tickets: readonly { id: number }[]): Promise<NamedTicket[]> {
  const seen = await Promise.all(tickets.map(({ id }) => namedFor(ctx, id)));
  return seen.filter((one) => one !== null);
}

/** Another ticket by its subject, if whoever looks may see it. */
async function namedFor(ctx: Context, number: number): Promise<NamedTicket | null> {
  const isVisitor = ctx.actor.kind === 'visitor';
  const ticket = await (isVisitor ? findOwnTicket(ctx, number) : findTicket(ctx.db.read, number));
  return ticket && { number: ticket.id, subject: ticket.subject };
}
