import type { ColumnKit } from '../columns.sqlite.ts';
import type { AccountsTables } from './accounts.ts';
import { agentRef, articleRef } from './references.ts';
import type { ArticlesTables } from './articles.ts';
import type { MailboxesTables } from './mailboxes.ts';

/** Tickets with their messages and everything agents do to them. */
export function ticketsTables(
  k: ColumnKit,
  { agents, requesters, articles, mailboxes }: AccountsTables & ArticlesTables & MailboxesTables,
) {
  const agentId = agentRef(k, agents);
  const articleId = articleRef(k, articles);
  const tickets = k.table(
    'tickets',
    {
      /** Also the number people see. */
      id: k.id(),
      subject: k.text().notNull(),
      requesterId: k
        .int()
        .notNull()
        .references(() => requesters.id),
      /** As typed in this ticket: one address may write under many names, and none may rename the others'. */
      requesterName: k.text().notNull().default(''),
      state: k.text().$type<'new' | 'open' | 'waiting' | 'resolved' | 'closed'>().notNull().default('new'),
      /** 1 one person … 3 everybody; 1 can wait … 3 work stands still. */
      impact: k.int().notNull().default(1),
      urgency: k.int().notNull().default(1),
      /** impact + urgency − 1, from 1 (low) to 5 (critical). */
      priority: k.int().notNull().default(1),
      tier: k.int().notNull().default(1),
      assigneeId: agentId(),
      locale: k.text().notNull(),
      channel: k.text().$type<'web' | 'mail' | 'phone' | 'chat' | 'counter'>().notNull().default('web'),
      visitId: k.text(),
      /** What they tried before asking, as it stood when the ticket was filed. */
      story: k
        .json<{ at: string; kind: string; query?: string; title?: string; articleId?: number }[]>()
        .notNull(),
      /** sha256 of the key in the private link, hex. */
      accessKeyHash: k.text().notNull(),
      /** sha256 of the form that filed it, hex: the same form sent twice is one ticket. */
      submissionKey: k.text(),
      createdAt: k.time().notNull(),
      updatedAt: k.time().notNull(),
      lastMessageAt: k.time().notNull(),
      firstReplyAt: k.time(),
      resolvedAt: k.time(),
      resolvedById: agentId(),
      closedAt: k.time(),
      snoozedUntil: k.time(),
      /** Public messages by agents, times reopened, times handed to a higher tier. */
      publicReplies: k.int().notNull().default(0),
      reopenings: k.int().notNull().default(0),
      escalations: k.int().notNull().default(0),
      solvedByMessageId: k.int(),
      solvedByArticleId: k.int().references(() => articles.id, { onDelete: 'set null' }),
      /** Why no article answers it, and why self-service failed: said at resolving. */
      noAnswerReason: k.text().$type<'one_off' | 'not_self_service' | 'will_follow'>(),
      selfServiceFailure: k
        .text()
        .$type<'missing' | 'not_found' | 'unclear' | 'wrong' | 'not_self_servable'>(),
      /** Whether the answer was published before the ticket was filed; null until resolved. */
      wasKnown: k.bool(),
      /** The mailbox it came to: its answers go out from there. */
      mailboxId: k.int().references(() => mailboxes.id, { onDelete: 'set null' }),
      /** The ticket this one was merged into; it answers for this one until they are parted again. */
      mergedIntoId: k.int(),
      /** The closed ticket this one goes on from, or the one a message of which became this one. */
      followsId: k.int(),
      /** When it fell overdue, once said. */
      overdueAt: k.time(),
      spamAt: k.time(),
    },
    (t) => [
      k.index('tickets_merged').on(t.mergedIntoId),
      k.index('tickets_follows').on(t.followsId),
      k.uniqueIndex('tickets_submission').on(t.submissionKey),
      k.uniqueIndex('tickets_access_key').on(t.accessKeyHash),
      k.index('tickets_requester').on(t.requesterId),
      k.index('tickets_created').on(t.createdAt, t.requesterId),
      k.index('tickets_resolved').on(t.resolvedAt),
      // The queue: one index a sort, a range a state. What can be filtered stands behind, so that pages and counts are
      // found in the index alone (tickets/queue.store.ts).
      k
        .index('tickets_queue_updated')
        .on(t.state, t.updatedAt, t.id, t.assigneeId, t.priority, t.tier, t.snoozedUntil),
      k
        .index('tickets_queue_created')
        .on(t.state, t.createdAt, t.id, t.assigneeId, t.priority, t.tier, t.snoozedUntil),
      k
        .index('tickets_queue_priority')
        .on(t.state, t.priority, t.updatedAt, t.id, t.assigneeId, t.tier, t.snoozedUntil),
      k
        .index('tickets_queue_assignee')
        .on(t.assigneeId, t.state, t.updatedAt, t.id, t.priority, t.tier, t.snoozedUntil),
      k.index('tickets_snoozed').on(t.snoozedUntil),
      // Who waits too long for us; and the few that are spam, among the many that are closed.
      k
        .index('tickets_waiting')
        .on(t.state, t.lastMessageAt, t.priority, t.snoozedUntil, t.spamAt, t.mergedIntoId),
      k.index('tickets_spam').on(t.spamAt),
    ],
  );
  const ticketId = () => k.int().references(() => tickets.id, { onDelete: 'cascade' });

  /** What an agent asks an expert outside, without the requester: its messages are notes of the ticket. */
  const sideThreads = k.table(
    'side_threads',
    {
      id: k.id(),
      ticketId: ticketId().notNull(),
      /** Of the expert, lower case. */
      email: k.text().notNull(),
      name: k.text().notNull().default(''),
      subject: k.text().notNull(),
      startedById: agentId(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.index('side_threads_ticket').on(t.ticketId)],
  );

  const messages = k.table(
    'messages',
    {
      id: k.id(),
      ticketId: ticketId().notNull(),
      kind: k.text().$type<'public' | 'note'>().notNull(),
      authorKind: k.text().$type<'requester' | 'agent' | 'system'>().notNull(),
      agentId: agentId(),
      /** As typed: plain text by requesters, Markdown by agents. */
      body: k.text().notNull(),
      /** Safe HTML of an agent's Markdown; empty for plain text. */
      html: k.text().notNull().default(''),
      submissionKey: k.text(),
      createdAt: k.time().notNull(),
      channel: k.text().$type<'web' | 'mail' | 'phone' | 'chat' | 'counter'>().notNull().default('web'),
      /** Who wrote it, when a participant did: the requester or a person in copy. */
      requesterId: k.int().references(() => requesters.id, { onDelete: 'set null' }),
      /** The received mail it came in: the original is one click away. */
      mailId: k.int(),
      /** A note that belongs to the correspondence with an outside expert. */
      sideThreadId: k.int().references(() => sideThreads.id, { onDelete: 'set null' }),
    },
    (t) => [
      k.index('messages_side_thread').on(t.sideThreadId),
      k.index('messages_ticket').on(t.ticketId, t.createdAt),
      k.uniqueIndex('messages_submission').on(t.submissionKey),
    ],
  );

  const attachments = k.table(
    'attachments',
    {
      id: k.id(),
      ticketId: ticketId().notNull(),
      messageId: k.int().references(() => messages.id, { onDelete: 'cascade' }),
      hash: k.text().notNull(),
      name: k.text().notNull(),
      mediaType: k.text().notNull(),
      size: k.int().notNull(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.index('attachments_ticket').on(t.ticketId), k.index('attachments_hash').on(t.hash)],
  );

  /** Who did what, append-only. */
  const ticketEvents = k.table(
    'ticket_events',
    {
      id: k.id(),
      ticketId: ticketId().notNull(),
      actorKind: k.text().$type<'requester' | 'agent' | 'system'>().notNull(),
      agentId: agentId(),
      kind: k.text().notNull(),
      data: k.json<Record<string, unknown>>().notNull(),
      at: k.time().notNull(),
    },
    (t) => [
      k.index('ticket_events_ticket').on(t.ticketId, t.at),
      k.index('ticket_events_kind').on(t.kind, t.at),
    ],
  );

  const ticketTags = k.table(
    'ticket_tags',
    { ticketId: ticketId().notNull(), tag: k.text().notNull() },
    (t) => [k.primaryKey({ columns: [t.ticketId, t.tag] }), k.index('ticket_tags_tag').on(t.tag, t.ticketId)],
  );

  const ticketArticles = k.table(
    'ticket_articles',
    {
      ticketId: ticketId().notNull(),
      articleId: articleId(),
      /** 'answers': it solves it; 'related': worth knowing; 'created': was written from this ticket (and answers it). */
      relation: k.text().$type<'answers' | 'related' | 'created'>().notNull(),
      agentId: agentId(),
      createdAt: k.time().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.ticketId, t.articleId] }),
      k.index('ticket_articles_article').on(t.articleId),
    ],
  );

  return {
    tickets,
    sideThreads,
    messages,
    attachments,
    ticketEvents,
    ticketTags,
    ticketArticles,
  };
}

export type TicketsTables = ReturnType<typeof ticketsTables>;
