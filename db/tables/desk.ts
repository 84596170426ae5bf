import type { ColumnKit } from '../columns.sqlite.ts';
import type { AccountsTables } from './accounts.ts';
import { agentRef } from './references.ts';
import type { TicketsTables } from './tickets.ts';

/** What agents keep to work with: who looks at what, ready answers, views of the queue. */
export function deskTables(k: ColumnKit, { agents, tickets }: AccountsTables & TicketsTables) {
  const agentId = agentRef(k, agents);

  /** Who has a ticket open right now, and whether they are answering. Rows older than a minute mean nothing. */
  const presence = k.table(
    'presence',
    {
      ticketId: k
        .int()
        .notNull()
        .references(() => tickets.id, { onDelete: 'cascade' }),
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      isAnswering: k.bool().notNull(),
      at: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.ticketId, t.agentId] })],
  );

  const cannedReplies = k.table(
    'canned_replies',
    {
      id: k.id(),
      title: k.text().notNull(),
      /** What an agent types to have it, without the slash; lower case. */
      shortcut: k.text().notNull(),
      locale: k.text().notNull(),
      /** Markdown with fields such as {{requester.name}}. */
      body: k.text().notNull(),
      updatedById: agentId(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('canned_replies_shortcut').on(t.locale, t.shortcut)],
  );

  const savedFilters = k.table(
    'saved_filters',
    {
      id: k.id(),
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      name: k.text().notNull(),
      /** The queue's query string. */
      query: k.text().notNull(),
    },
    (t) => [k.index('saved_filters_agent').on(t.agentId)],
  );

  return { presence, cannedReplies, savedFilters };
}
