import { and, eq, gt, lt, ne } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export async function keepPresence(
  tx: Query,
  row: { ticketId: number; agentId: number; isAnswering: boolean; at: Date },
): Promise<void> {
  const { presence } = tx.tables;
  await tx
    .insert(presence)
    .values(row)
    .onConflictDoUpdate({
      target: [presence.ticketId, presence.agentId],
      set: { isAnswering: row.isAnswering, at: row.at },
    });
}

export interface Present {
  name: string;
  isAnswering: boolean;
}

export async function listPresent(
  q: Query,
  ticketId: number,
  options: { since: Date; except: number },
): Promise<Present[]> {
  const { presence, agents } = q.tables;
  return q
    .select({ name: agents.name, isAnswering: presence.isAnswering })
    .from(presence)
    .innerJoin(agents, eq(agents.id, presence.agentId))
    .where(
      and(
        eq(presence.ticketId, ticketId),
        gt(presence.at, options.since),
        ne(presence.agentId, options.except),
      ),
    )
    .orderBy(agents.name);
}

export async function deletePresenceBefore(tx: Query, before: Date): Promise<void> {
  const { presence } = tx.tables;
  await tx.delete(presence).where(lt(presence.at, before));
}
