import type { ColumnKit } from '../columns.sqlite.ts';
import type { AccountsTables } from './accounts.ts';
import { agentRef, requesterRef } from './references.ts';
import type { TicketsTables } from './tickets.ts';
import type { MailboxesTables } from './mailboxes.ts';

/** Mail that came in and that goes out. */
export function mailTables(
  k: ColumnKit,
  {
    agents,
    requesters,
    tickets,
    sideThreads,
    messages,
    mailboxes,
  }: AccountsTables & TicketsTables & MailboxesTables,
) {
  const agentId = agentRef(k, agents);
  const requesterId = requesterRef(k, requesters);
  /** Every message that came in, kept before anything else is tried; the raw one is a file of the store. */
  const receivedMails = k.table(
    'received_mails',
    {
      id: k.id(),
      /** sha256 of the raw message, its name in the file store. */
      hash: k.text().notNull(),
      size: k.int().notNull(),
      mailboxId: k.int().references(() => mailboxes.id, { onDelete: 'set null' }),
      source: k.text().$type<'imap' | 'smtp' | 'pipe'>().notNull(),
      /** Addresses of the envelope, when the source tells them. */
      envelopeTo: k.json<string[]>().notNull(),
      receivedAt: k.time().notNull(),
      state: k
        .text()
        .$type<
          'new' | 'ticket' | 'reply' | 'note' | 'held' | 'report' | 'automatic' | 'duplicate' | 'discarded'
        >()
        .notNull()
        .default('new'),
      /** Why it is held or was left without an answer. */
      reason: k.text().notNull().default(''),
      attempts: k.int().notNull().default(0),
      error: k.text(),
      /** The same for every copy of a message, whichever way it came; null until parsed. */
      identity: k.text(),
      mailMessageId: k.text(),
      fromEmail: k.text().notNull().default(''),
      fromName: k.text().notNull().default(''),
      subject: k.text().notNull().default(''),
      ticketId: k.int().references(() => tickets.id, { onDelete: 'set null' }),
      messageId: k.int().references(() => messages.id, { onDelete: 'set null' }),
      /** Of a report: the sent mail it speaks of. */
      sentMailId: k.int(),
      /** Of a report: whom it speaks of, and why it says that mail did not arrive. */
      report: k.json<{ recipient: string | null; status: string | null; text: string }>(),
      /** An agent settled it: a held one made a ticket, attached or discarded. */
      settledById: agentId(),
      settledAt: k.time(),
    },
    (t) => [
      k.uniqueIndex('received_mails_identity').on(t.identity),
      k.index('received_mails_state').on(t.state, t.receivedAt),
      k.index('received_mails_hash').on(t.hash),
      k.index('received_mails_message_id').on(t.mailMessageId),
      k.index('received_mails_ticket').on(t.ticketId),
      k.index('received_mails_from').on(t.fromEmail, t.receivedAt),
    ],
  );

  /** The outbox: a row commits with the change that caused it and is sent by a job. */
  const sentMails = k.table(
    'sent_mails',
    {
      id: k.id(),
      /** Which template wrote it, such as 'receipt', 'reply', 'agent_assigned', 'sign_in'. */
      kind: k.text().notNull(),
      toEmail: k.text().notNull(),
      toName: k.text().notNull().default(''),
      locale: k.text().notNull(),
      subject: k.text().notNull(),
      text: k.text().notNull(),
      html: k.text().notNull().default(''),
      /** Stable over retries, with the angle brackets. */
      mailMessageId: k.text().notNull(),
      inReplyTo: k.text(),
      references: k.json<string[]>().notNull(),
      replyTo: k.text(),
      mailboxId: k.int().references(() => mailboxes.id, { onDelete: 'set null' }),
      ticketId: k.int().references(() => tickets.id, { onDelete: 'cascade' }),
      /** The ticket's message it carries, with its files. */
      messageId: k.int().references(() => messages.id, { onDelete: 'cascade' }),
      requesterId: requesterId(),
      agentId: k.int().references(() => agents.id, { onDelete: 'cascade' }),
      sideThreadId: k.int().references(() => sideThreads.id, { onDelete: 'cascade' }),
      /** What caused it; one cause writes to one person once. */
      cause: k.text().notNull(),
      state: k.text().$type<'queued' | 'sent' | 'parked' | 'unsent' | 'capped'>().notNull().default('queued'),
      attempts: k.int().notNull().default(0),
      /** Tries of which nobody knows whether it arrived (cut after the last dot, killed meanwhile): two park it. */
      doubts: k.int().notNull().default(0),
      error: k.text(),
      createdAt: k.time().notNull(),
      sentAt: k.time(),
      /** When a report said that it did not arrive, with its status such as 5.1.1. */
      bouncedAt: k.time(),
      bounceStatus: k.text(),
      bounceText: k.text(),
    },
    (t) => [
      k.uniqueIndex('sent_mails_message_id').on(t.mailMessageId),
      k.uniqueIndex('sent_mails_cause').on(t.cause, t.toEmail),
      k.index('sent_mails_state').on(t.state, t.createdAt),
      k.index('sent_mails_ticket').on(t.ticketId),
      k.index('sent_mails_to').on(t.toEmail, t.createdAt),
    ],
  );

  /** Templates an admin changed; without a row the one that ships is used. */
  const mailTemplates = k.table(
    'mail_templates',
    {
      kind: k.text().notNull(),
      locale: k.text().notNull(),
      subject: k.text().notNull(),
      /** Markdown with fields such as {{ticket.number}}. */
      body: k.text().notNull(),
      updatedById: agentId(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.kind, t.locale] })],
  );

  /** What an agent chose to be told by mail; without a row the default of the kind holds. */
  const agentNotices = k.table(
    'agent_notices',
    {
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      kind: k.text().notNull(),
      isWanted: k.bool().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.agentId, t.kind] })],
  );

  return { receivedMails, sentMails, mailTemplates, agentNotices };
}

export type MailTables = ReturnType<typeof mailTables>;
