import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { putInCopy } from './addPerson.ts';
import { changeOf, changeTicket, type Change } from './change.ts';
import { listEvents } from './event.store.ts';
import { answeringFor } from './merged.ts';
import { deletePerson, listParticipants } from './people.store.ts';
import { findTicket, findTicketToChange } from './ticket.store.ts';
import { ticketStates, type Ticket, type TicketState } from './ticket.ts';

/**
 * Merge a ticket into another: a link, by which the other answers for it from now on, wherever replies to it come in.
 * Nothing is moved, so `partTicket` takes it back whole. Those who take part here are put in copy there.
 * @throws sign_in_required, not_found; invalid for itself, a ticket that is none, or one that was merged into this
 */
export function mergeTicket(ctx: Context, number: number, into: number): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    const { ticket, tx, set, record } = change;
    if (ticket.mergedIntoId !== null) throw domainError('conflict', { reason: 'merged' });
    const named = await findTicket(tx, into);
    const target = named && (await answeringFor(tx, named));
    if (!target || target.id === number || target.spamAt) throw refused();
    const locked = (await findTicketToChange(tx, target.id))!;
    const there = changeOf(tx, ctx, locked, change.by);
    const added = await bringPeople(ctx, change, there);
    await set({ mergedIntoId: target.id, state: 'closed', closedAt: ctx.now, snoozedUntil: null });
    await record('merged', { into: target.id, from: ticket.state, added });
    await there.set({});
    await there.record('took_in', { ticket: number });
  });
}

const refused = () => domainError('invalid', { fields: { into: 'no_such_ticket' } });

/** @returns who is new there, so that parting can take them out again */
async function bringPeople(ctx: Context, { tx, ticket }: Change, there: Change): Promise<number[]> {
  const added: number[] = [];
  for (const { requesterId } of await listParticipants(tx, ticket.id))
    if (await putInCopy(ctx, there, requesterId)) added.push(requesterId);
  return added;
}

/**
 * Take a merge back: the ticket stands for itself again, in the state it was in, and who came along with it leaves the
 * other. Replies that came meanwhile stay where they came.
 * @throws sign_in_required, not_found, conflict when it is not merged
 */
export function partTicket(ctx: Context, number: number): Promise<void> {
  return changeTicket(ctx, number, async (change) => {
    const { ticket, tx, set, record } = change;
    if (ticket.mergedIntoId === null) throw domainError('conflict', { reason: 'not_merged' });
    const data = await lastOf(change, 'merged');
    const added = Array.isArray(data.added) ? data.added.map(Number) : [];
    for (const requesterId of added) await deletePerson(tx, ticket.mergedIntoId, requesterId);
    const there = changeOf(tx, ctx, (await findTicketToChange(tx, ticket.mergedIntoId))!, change.by);
    const state = stateIn(data.from, ticket);
    await set({ mergedIntoId: null, state, closedAt: state === 'closed' ? ticket.closedAt : null });
    await record('parted', { from: ticket.mergedIntoId });
    await there.set({});
    await there.record('gave_back', { ticket: number });
  });
}

/** What the last line of a kind in a ticket's history says. */
export async function lastOf({ tx, ticket }: Change, kind: string): Promise<Record<string, unknown>> {
  const events = await listEvents(tx, ticket.id, 1_000);
  return events.findLast((event) => event.kind === kind)?.data ?? {};
}

/** The state that a line of history remembers; what is unknown is open. */
export function stateIn(from: unknown, ticket: Ticket): TicketState {
  const known = ticketStates.find((state) => state === from) ?? 'open';
  return known === 'resolved' && ticket.resolvedAt === null ? 'open' : known;
}
