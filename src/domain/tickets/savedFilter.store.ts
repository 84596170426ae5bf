import { and, asc, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export interface SavedFilter {
  id: number;
  name: string;
  /** The queue's query string. */
  query: string;
}

export async function listSavedFilters(q: Query, agentId: number): Promise<SavedFilter[]> {
  const { savedFilters } = q.tables;
  return q
    .select({ id: savedFilters.id, name: savedFilters.name, query: savedFilters.query })
    .from(savedFilters)
    .where(eq(savedFilters.agentId, agentId))
    .orderBy(asc(savedFilters.name), asc(savedFilters.id));
}

export async function insertSavedFilter(
  tx: Query,
  row: { agentId: number; name: string; query: string },
): Promise<void> {
  await tx.insert(tx.tables.savedFilters).values(row);
}

export async function deleteSavedFilter(tx: Query, agentId: number, id: number): Promise<void> {
  const { savedFilters } = tx.tables;
  await tx.delete(savedFilters).where(and(eq(savedFilters.id, id), eq(savedFilters.agentId, agentId)));
}
