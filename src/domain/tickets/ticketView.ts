import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { waitingRule } from '#src/domain/calendar/waiting.ts';
import { requireStaff } from './change.ts';
import { listEvents, type TicketEvent } from './event.store.ts';
import { listLinks, type LinkedArticle } from './link.store.ts';
import { listAttachments, listMessages, type Attachment, type Message } from './message.store.ts';
import { answerDueAt } from './overdue.ts';
import { listParticipants, type Participant } from './people.store.ts';
import { listSideThreads, type SideThread } from './sideThread.store.ts';
import type { Present } from './presence.store.ts';
import { othersPresent } from './presence.ts';
import { knownTags } from './tag.ts';
import { listTags } from './tag.store.ts';
import {
  findRequester,
  findTicket,
  listAgentNames,
  listColleagues,
  listLinked,
  listTicketsOfRequester,
  type Colleague,
  type Requester,
} from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

const mostEvents = 500;

export type ShownMessage = Message & { files: Attachment[] };

/** Everything the desk shows of one ticket. */
export interface TicketView {
  ticket: Omit<Ticket, 'accessKeyHash' | 'submissionKey'>;
  requester: Requester;
  /** Their other tickets, newest first. */
  otherTickets: { id: number; subject: string; state: Ticket['state']; createdAt: Date }[];
  assigneeName: string | null;
  /** Until when the customer is to be answered; null while it is not our turn. */
  answerDueAt: Date | null;
  messages: ShownMessage[];
  events: TicketEvent[];
  links: LinkedArticle[];
  tags: string[];
  knownTags: string[];
  colleagues: Colleague[];
  /** Names of the agents that `events` speak of by number. */
  names: Map<number, string>;
  /** Everybody who takes part, the requester first. */
  people: Participant[];
  /** Correspondences with experts outside. */
  sideThreads: SideThread[];
  /** Tickets for which this one answers since they were merged. */
  mergedHere: { id: number; subject: string }[];
  /** Tickets that go on from this one. */
  followedBy: { id: number; subject: string }[];
  present: Present[];
  /** The reply to suggest as the solution: the last public one by an agent. */
  suggestedSolution: number | null;
}

/** One ticket as agents see it. @throws sign_in_required, not_found */
export async function ticketView(ctx: Context, number: number): Promise<TicketView> {
  requireStaff(ctx);
  const q = ctx.db.read;
  const found = await findTicket(q, number);
  if (!found) throw domainError('not_found', { ticket: number });
  const { accessKeyHash: _, submissionKey: __, ...ticket } = found;
  const messages = await withFiles(ctx, await listMessages(q, number));
  const colleagues = await listColleagues(q);
  const events = await listEvents(q, number, mostEvents);
  const others = await listTicketsOfRequester(q, ticket.requesterId, 6);
  const names = await namesIn(ctx, events, ticket.assigneeId);
  return {
    ticket,
    requester: (await findRequester(q, ticket.requesterId))!,
    otherTickets: others.filter(({ id }) => id !== number).slice(0, 5),
    assigneeName: ticket.assigneeId === null ? null : (names.get(ticket.assigneeId) ?? null),
    answerDueAt: answerDueAt(ticket, await waitingRule(ctx)),
    messages,
    events,
    links: await listLinks(q, number),
    tags: await listTags(q, number),
    knownTags: await knownTags(ctx),
    colleagues,
    names,
    people: await listParticipants(q, number),
    sideThreads: await listSideThreads(q, number),
    mergedHere: await listLinked(q, number, 'mergedIntoId'),
    followedBy: await listLinked(q, number, 'followsId'),
    present: await othersPresent(ctx, number),
    suggestedSolution: messages.findLast((m) => m.kind === 'public' && m.authorKind === 'agent')?.id ?? null,
  };
}

/** The latest tickets of one requester, 50 at most. @throws sign_in_required */
export async function ticketsOfRequester(ctx: Context, requesterId: number) {
  requireStaff(ctx);
  return listTicketsOfRequester(ctx.db.read, requesterId, 50);
}

/** Messages with their attachments. */
export async function withFiles(ctx: Context, messages: Message[]): Promise<ShownMessage[]> {
  const ids = messages.map((message) => message.id);
  const files = await listAttachments(ctx.db.read, ids);
  return messages.map((message) => ({
    ...message,
    files: files.filter((file) => file.messageId === message.id),
  }));
}

function namesIn(ctx: Context, events: TicketEvent[], assigneeId: number | null) {
  const ids = events
    .filter(({ kind }) => ['assigned', 'handed_over', 'mentioned'].includes(kind))
    .flatMap(({ data }) => [data.from, data.to, data.agent]);
  const numbers = [...ids, assigneeId].filter((id): id is number => typeof id === 'number');
  return listAgentNames(ctx.db.read, [...new Set(numbers)]);
}
