import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

const key = 'secret';

/** The installation's secret, hex; null before its first use. */
export async function findSecret(q: Query): Promise<string | null> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, key));
  return typeof row?.value === 'string' ? row.value : null;
}

/** Keep a secret unless there is one already: of two processes that start together, the first wins. */
export async function insertSecret(tx: Query, value: string): Promise<void> {
  await tx.insert(tx.tables.settings).values({ key, value }).onConflictDoNothing();
}
