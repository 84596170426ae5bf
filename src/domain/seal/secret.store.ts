import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

/** A secret of the installation by its name; null before its first use. */
export async function findSecret(q: Query, name: string): Promise<string | null> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, name));
  return typeof row?.value === 'string' ? row.value : null;
}

/** Keep a secret unless there is one already: of two processes that start together, the first wins. */
export async function insertSecret(tx: Query, name: string, value: string): Promise<void> {
  await tx.insert(tx.tables.settings).values({ key: name, value }).onConflictDoNothing();
}
