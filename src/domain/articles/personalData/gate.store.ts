import { eq, isNotNull } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { PersonalDataGate } from '../article.ts';

/** What articles written from tickets must not say. */
export async function listGates(q: Query): Promise<{ id: number; gate: PersonalDataGate }[]> {
  const { articles } = q.tables;
  const rows = await q
    .select({ id: articles.id, gate: articles.personalData })
    .from(articles)
    .where(isNotNull(articles.personalData));
  return rows.flatMap(({ id, gate }) => (gate ? [{ id, gate }] : []));
}

export async function keepGate(tx: Query, id: number, gate: PersonalDataGate): Promise<void> {
  const { articles } = tx.tables;
  await tx.update(articles).set({ personalData: gate }).where(eq(articles.id, id));
}
