import type { Context } from '#src/context.ts';
import type { PersonalDataGate } from '#src/domain/articles/article.ts';
import { joinGates, ticketsIn } from '#src/domain/articles/personalData/gate.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { ticketsOfArticle } from '#src/domain/tickets/linkArticle.ts';
import { gateOfTicket } from './draftFromTicket.ts';

/** Of the tickets linked to an article so many are looked at, and so many whose data it doesn't know yet are taken in. */
const [mostLinked, mostNew] = [500, 10];

/**
 * Whose data an article must not show that it doesn't know of yet: of the ticket it is written or mended for, and of those
 * it is linked to as their answer. Undefined when there is none.
 * @throws DomainError `not_found` for the article or the ticket.
 */
export async function gateOfWriting(
  ctx: Context,
  { id, ticket }: { id: number | undefined; ticket: number | undefined },
): Promise<PersonalDataGate | undefined> {
  const linked = id === undefined ? [] : await unknownTickets(ctx, id);
  const numbers = new Set(ticket === undefined ? linked : [ticket, ...linked]);
  let gate: PersonalDataGate | undefined;
  for (const number of numbers) {
    const own = await gateOfTicket(ctx, number);
    gate = gate ? joinGates(gate, own) : own;
  }
  return gate;
}

async function unknownTickets(ctx: Context, id: number): Promise<number[]> {
  const { personalData } = await getArticle(ctx, id);
  const known = new Set(personalData ? ticketsIn(personalData) : []);
  const linked = await ticketsOfArticle(ctx, id, mostLinked);
  const answered = linked.filter(({ number, relation }) => relation !== 'related' && !known.has(number));
  return answered.map(({ number }) => number).slice(-mostNew);
}
