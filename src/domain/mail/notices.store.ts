import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

/** What an agent chose so far, by kind. */
export async function listNotices(q: Query, agentId: number): Promise<Map<string, boolean>> {
  const { agentNotices } = q.tables;
  const rows = await q.select().from(agentNotices).where(eq(agentNotices.agentId, agentId));
  return new Map(rows.map(({ kind, isWanted }) => [kind, isWanted]));
}

export async function keepNotice(
  tx: Query,
  row: { agentId: number; kind: string; isWanted: boolean },
): Promise<void> {
  const { agentNotices } = tx.tables;
  await tx
    .insert(agentNotices)
    .values(row)
    .onConflictDoUpdate({
      target: [agentNotices.agentId, agentNotices.kind],
      set: { isWanted: row.isWanted },
    });
}
