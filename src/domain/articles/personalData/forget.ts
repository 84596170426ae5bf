import type { Query } from '#db/open.ts';
import { listGates, keepGate } from './gate.store.ts';

/**
 * Articles written from these tickets stay; the names and addresses that must not be published with them are forgotten
 * with the people they belong to.
 */
export async function forgetPeopleOf(tx: Query, ticketIds: readonly number[]): Promise<void> {
  const wanted = new Set(ticketIds);
  for (const { id, gate } of await listGates(tx))
    if (wanted.has(gate.ticket))
      await keepGate(tx, id, { ticket: gate.ticket, names: [], emails: [], kept: [] });
}
