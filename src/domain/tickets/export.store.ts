import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

/** What a portal holds of somebody's tickets: without notes, and without what agents think of them. */
export async function loadTicketsOf(q: Query, requesterId: number) {
  const { tickets, ratings } = q.tables;
  return q
    .select({
      number: tickets.id,
      subject: tickets.subject,
      name: tickets.requesterName,
      state: tickets.state,
      channel: tickets.channel,
      locale: tickets.locale,
      createdAt: tickets.createdAt,
      resolvedAt: tickets.resolvedAt,
      closedAt: tickets.closedAt,
      beforeAsking: tickets.story,
      isContent: ratings.isGood,
      ratingComment: ratings.comment,
    })
    .from(tickets)
    .leftJoin(ratings, eq(ratings.ticketId, tickets.id))
    .where(eq(tickets.requesterId, requesterId))
    .orderBy(asc(tickets.id));
}

/** The public conversations of somebody's tickets. */
export async function loadConversations(q: Query, ticketIds: number[]) {
  const { messages, agents } = q.tables;
  return q
    .select({
      id: messages.id,
      ticket: messages.ticketId,
      by: messages.authorKind,
      agent: agents.name,
      text: messages.body,
      at: messages.createdAt,
    })
    .from(messages)
    .leftJoin(agents, eq(agents.id, messages.agentId))
    .where(and(inArray(messages.ticketId, ticketIds), eq(messages.kind, 'public')))
    .orderBy(asc(messages.id));
}

/** What somebody wrote in tickets of others. */
export async function loadOwnWords(q: Query, requesterId: number) {
  const { messages, tickets } = q.tables;
  return q
    .select({ id: messages.id, ticket: messages.ticketId, text: messages.body, at: messages.createdAt })
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .where(and(eq(messages.requesterId, requesterId), ne(tickets.requesterId, requesterId)))
    .orderBy(asc(messages.id));
}

/** The tickets of others that somebody reads along. */
export async function loadCopiesOf(q: Query, requesterId: number) {
  const { ticketPeople, tickets } = q.tables;
  return q
    .select({ ticket: ticketPeople.ticketId, subject: tickets.subject, since: ticketPeople.createdAt })
    .from(ticketPeople)
    .innerJoin(tickets, eq(tickets.id, ticketPeople.ticketId))
    .where(eq(ticketPeople.requesterId, requesterId))
    .orderBy(asc(ticketPeople.ticketId));
}

export async function loadFilesOf(q: Query, messageIds: number[]) {
  const { attachments } = q.tables;
  return q
    .select({
      id: attachments.id,
      messageId: attachments.messageId,
      ticket: attachments.ticketId,
      name: attachments.name,
      mediaType: attachments.mediaType,
      size: attachments.size,
      hash: attachments.hash,
    })
    .from(attachments)
    .where(inArray(attachments.messageId, messageIds))
    .orderBy(asc(attachments.id));
}
