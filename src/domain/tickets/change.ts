import type { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { recordEvent } from './event.store.ts';
import { findTicketToChange, updateTicket } from './ticket.store.ts';
import type { Ticket } from './ticket.ts';

/** Who did something, as rows keep it. */
export interface By {
  kind: 'requester' | 'agent' | 'system';
  agentId: number | null;
  /** Which participant, of those who write from outside. */
  requesterId?: number | null;
}

/** @throws sign_in_required unless an agent, or the system itself, asks. */
export function requireStaff(ctx: Context): By {
  if (ctx.actor.kind === 'agent') return { kind: 'agent', agentId: ctx.actor.id };
  if (ctx.actor.kind === 'system') return { kind: 'system', agentId: null };
  throw domainError('sign_in_required');
}

export interface Change {
  tx: Query;
  /** As it was, locked until the write ends. */
  ticket: Ticket;
  by: By;
  /** Change the row and its `updatedAt`. */
  set: (values: Partial<Ticket>) => Promise<void>;
  /** Add a line to the history and announce it. Do it last: whoever is told reads the ticket as it is then. */
  record: (kind: string, data?: Record<string, unknown>) => Promise<void>;
}

/**
 * What every verb of an agent on a ticket shares: the guard, one write, the row locked so that two agents take turns.
 * @throws sign_in_required, not_found
 */
export function changeTicket<T>(
  ctx: Context,
  number: number,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  const by = requireStaff(ctx);
  return ctx.db.write(async (tx) => {
    const ticket = await findTicketToChange(tx, number);
    if (!ticket) throw domainError('not_found', { ticket: number });
    return work(changeOf(tx, ctx, ticket, by));
  });
}

/** Somebody who takes part in a ticket, as the one who changes it. */
export const byParticipant = (requesterId: number): By => ({ kind: 'requester', agentId: null, requesterId });

/** The tools of a change, for verbs that found and locked the ticket themselves. */
export function changeOf(tx: Query, ctx: Context, ticket: Ticket, by: By): Change {
  return {
    tx,
    ticket,
    by,
    set: (values) => updateTicket(tx, ticket.id, { updatedAt: ctx.now, ...values }),
    record: async (kind, data = {}) => {
      const line = { ticketId: ticket.id, kind, data };
      const id = await recordEvent(tx, { ...line, actorKind: by.kind, agentId: by.agentId, at: ctx.now });
      await ctx.announce(tx, ctx, { ...line, id, by });
    },
  };
}

/** Parse what a caller hands to a verb. @throws invalid, with the code of each bad field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, field = ''): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0] ?? field);
    fields[name] ??= /^[a-z_]+$/.test(issue.message) ? issue.message : 'invalid';
  }
  throw domainError('invalid', { fields });
}
