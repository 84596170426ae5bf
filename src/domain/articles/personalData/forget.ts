import type { Query } from '#db/open.ts';
import { anybody, ticketsIn } from './gate.ts';
import { listGates, keepGate } from './gate.store.ts';

/**
 * Articles written from these tickets stay; the names and addresses that must not be published with them are forgotten
 * with the people they belong to.
 * @returns those articles
 */
export async function forgetPeopleOf(
  tx: Query,
  ticketIds: readonly number[],
): Promise<{ articleId: number; ticketId: number }[]> {
  const wanted = new Set(ticketIds);
  const written = (await listGates(tx)).flatMap(({ id, gate }) => {
    const own = ticketsIn(gate).filter((ticket) => wanted.has(ticket));
    return own.length > 0 ? [{ id, gate, own }] : [];
  });
  for (const { id, gate } of written) await keepGate(tx, id, { ...anybody, ticket: gate.ticket });
  return written.flatMap(({ id, own }) => own.map((ticketId) => ({ articleId: id, ticketId })));
}
