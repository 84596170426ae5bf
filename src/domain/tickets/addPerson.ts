import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { takeToken } from '#src/domain/limits/limits.ts';
import { emailInput, lineInput } from '#src/domain/text.ts';
import { z } from 'zod';
import { hash, personKeyOf } from './accessKey.ts';
import { byParticipant, changeOf, changeTicket, parseInput, type Change } from './change.ts';
import { getOwnTicket } from './ownTicket.ts';
import { findPerson, insertPerson, listParticipants } from './people.store.ts';
import { mostPeople } from './people.ts';
import { findTicketToChange, keepPerson } from './ticket.store.ts';
import { limits } from './ticket.ts';

/** Each one who is added gets a mail: a requester may cause so many an hour. */
const limit = { limit: 20, windowMs: 3_600_000 };

export const personInput = z.object({ email: emailInput, name: lineInput({ max: limits.name }).default('') });
export type PersonInput = z.input<typeof personInput>;

/**
 * Put somebody in copy of a ticket: they read the whole public conversation and may write. Who takes part already stays
 * as they are.
 * @returns their number as a requester
 * @throws sign_in_required, not_found, invalid
 */
export async function addPerson(ctx: Context, number: number, input: PersonInput): Promise<number> {
  const person = parseInput(personInput, input);
  return changeTicket(ctx, number, (change) => add(ctx, change, person));
}

/**
 * The same by the requester, never by somebody who is in copy only.
 * @throws not_found, not_allowed, invalid, rate_limited
 */
export async function addColleague(ctx: Context, number: number, input: PersonInput): Promise<number> {
  const own = await getOwnTicket(ctx, number);
  if (!own.me.isRequester) throw domainError('not_allowed');
  const person = parseInput(personInput, input);
  await takeToken(ctx, { key: `colleague:${own.requesterId}`, ...limit });
  return ctx.db.write(async (tx) => {
    const ticket = (await findTicketToChange(tx, number))!;
    return add(ctx, changeOf(tx, ctx, ticket, byParticipant(own.requesterId)), person);
  });
}

async function add(ctx: Context, change: Change, person: z.output<typeof personInput>): Promise<number> {
  const { tx, ticket, record, set } = change;
  const people = await listParticipants(tx, ticket.id);
  const known = people.find(({ email }) => email === person.email);
  if (known) return known.requesterId;
  if (people.length > mostPeople) throw domainError('invalid', { fields: { email: 'too_many' } });
  const requesterId = await keepPerson(tx, { ...person, locale: ticket.locale, createdAt: ctx.now });
  await putInCopy(ctx, change, requesterId);
  await record('person_added', { requester: requesterId });
  await set({});
  return requesterId;
}

/** Write the row of somebody in copy, unless they have one. @returns whether it is new */
export async function putInCopy(
  ctx: Context,
  { tx, ticket, by }: Change,
  requesterId: number,
): Promise<boolean> {
  if (ticket.requesterId === requesterId || (await findPerson(tx, ticket.id, requesterId))) return false;
  const key = await personKeyOf(ctx, { ticketId: ticket.id, requesterId, addedAt: ctx.now });
  await insertPerson(tx, {
    ticketId: ticket.id,
    requesterId,
    addedByKind: by.kind,
    addedById: by.agentId,
    accessKeyHash: hash(key),
    createdAt: ctx.now,
  });
  return true;
}
