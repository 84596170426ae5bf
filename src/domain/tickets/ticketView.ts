import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { waitingRule } from '#src/domain/calendar/waiting.ts';
import { requireStaff } from './change.ts';
import { listEvents, type TicketEvent } from './event.store.ts';
import { listLinks, type LinkedArticle } from './link.store.ts';
import { listAttachments, listMessages, type Attachment, type Message } from './message.store.ts';
import { mergedInto } from './merged.ts';
import { answerDueAt } from './overdue.ts';
import { listParticipants, listPeopleNames, type Participant } from './people.store.ts';
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
  type LinkedTicket,
  type Requester,
} from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

const mostEvents = 500;

export type ShownMessage = Message & { files: Attachment[] };
/** A message of a ticket, or of one that was merged into it. */
export type SaidHere = ShownMessage & { from: LinkedTicket | null };

export interface Names {
  agents: Map<number, string>;
  /** Who takes or took part. */
  people: Map<number, string>;
  /** By their side threads. */
  experts: Map<number, string>;
}

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
  /** The same with what was said in the tickets that were merged into it, in the order of time. */
  conversation: SaidHere[];
  events: TicketEvent[];
  links: LinkedArticle[];
  tags: string[];
  knownTags: string[];
  colleagues: Colleague[];
  /** Names of those that `events` speak of by number. */
  names: Names;
  /** Everybody who takes part, the requester first. */
  people: Participant[];
  /** Correspondences with experts outside. */
  sideThreads: SideThread[];
  /** Tickets for which this one answers since they were merged. */
  mergedHere: LinkedTicket[];
  /** Tickets that go on from this one. */
  followedBy: LinkedTicket[];
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
  const mergedHere = await mergedInto(q, number);
  const sideThreads = await listSideThreads(q, number);
  const names = await namesIn(ctx, events, { assigneeId: ticket.assigneeId, sideThreads });
  return {
    ticket,
    requester: (await findRequester(q, ticket.requesterId))!,
    otherTickets: others.filter(({ id }) => id !== number).slice(0, 5),
    assigneeName: ticket.assigneeId === null ? null : (names.agents.get(ticket.assigneeId) ?? null),
    answerDueAt: answerDueAt(ticket, await waitingRule(ctx)),
    messages,
    conversation: await withMerged(ctx, messages, mergedHere),
    events,
    links: await listLinks(q, number),
    tags: await listTags(q, number),
    knownTags: await knownTags(ctx),
    colleagues,
    names,
    people: await listParticipants(q, number),
    sideThreads,
    mergedHere,
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

/** Nothing was moved by merging: it is only shown together. */
async function withMerged(ctx: Context, own: ShownMessage[], merged: LinkedTicket[]): Promise<SaidHere[]> {
  const conversation: SaidHere[] = own.map((message) => ({ ...message, from: null }));
  for (const from of merged) {
    const messages = await withFiles(ctx, await listMessages(ctx.db.read, from.id));
    conversation.push(...messages.map((message) => ({ ...message, from })));
  }
  return conversation.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id - b.id);
}

async function namesIn(
  ctx: Context,
  events: TicketEvent[],
  { assigneeId, sideThreads }: { assigneeId: number | null; sideThreads: SideThread[] },
): Promise<Names> {
  const numbers = (kinds: string[], ...keys: string[]) => {
    const told = events.filter(({ kind }) => kinds.includes(kind));
    const ids = told.flatMap(({ data }) => keys.map((key) => data[key]));
    return ids.filter((id): id is number => typeof id === 'number');
  };
  const agents = numbers(['assigned', 'handed_over', 'mentioned'], 'from', 'to', 'agent');
  const people = numbers(['person_added', 'person_removed'], 'requester');
  return {
    agents: await listAgentNames(ctx.db.read, [...new Set(assigneeId ? [...agents, assigneeId] : agents)]),
    people: await listPeopleNames(ctx.db.read, [...new Set(people)]),
    experts: new Map(sideThreads.map(({ id, name, email }) => [id, name || email] as const)),
  };
}
