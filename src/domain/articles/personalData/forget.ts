import type { Query } from '#db/open.ts';
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
  const written = (await listGates(tx)).filter(({ gate }) => wanted.has(gate.ticket));
  for (const { id, gate } of written)
    await keepGate(tx, id, { ticket: gate.ticket, names: [], emails: [], kept: [] });
  return written.map(({ id, gate }) => ({ articleId: id, ticketId: gate.ticket }));
}
