import type { ColumnKit } from '../columns.sqlite.ts';
import type { AccountsTables } from './accounts.ts';
import { agentRef, requesterRef } from './references.ts';
import type { TicketsTables } from './tickets.ts';

/** Who takes part in a ticket beside its requester, and how content they were. */
export function peopleTables(k: ColumnKit, { agents, requesters, tickets }: AccountsTables & TicketsTables) {
  const agentId = agentRef(k, agents);
  const requesterId = requesterRef(k, requesters);
  const ticketId = () => k.int().references(() => tickets.id, { onDelete: 'cascade' });

  /** People beside the requester who follow a ticket: put there by the requester or an agent, never by a mail header. */
  const ticketPeople = k.table(
    'ticket_people',
    {
      ticketId: ticketId().notNull(),
      requesterId: requesterId().notNull(),
      addedByKind: k.text().$type<'requester' | 'agent' | 'system'>().notNull(),
      addedById: agentId(),
      /** sha256 of the key in their own private link, hex. */
      accessKeyHash: k.text().notNull(),
      createdAt: k.time().notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.ticketId, t.requesterId] }),
      k.index('ticket_people_requester').on(t.requesterId),
      k.uniqueIndex('ticket_people_key').on(t.accessKeyHash),
    ],
  );

  /** How content the requester was, one answer a ticket: the last. */
  const ratings = k.table(
    'ratings',
    {
      ticketId: k
        .int()
        .primaryKey()
        .references(() => tickets.id, { onDelete: 'cascade' }),
      isGood: k.bool().notNull(),
      comment: k.text().notNull().default(''),
      /** Who resolved it, and at which tier, when it was rated. */
      agentId: agentId(),
      tier: k.int().notNull(),
      at: k.time().notNull(),
    },
    (t) => [k.index('ratings_at').on(t.at, t.isGood, t.tier)],
  );

  return { ticketPeople, ratings };
}
