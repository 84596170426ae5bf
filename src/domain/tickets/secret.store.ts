import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export async function findSecret(q: Query, name: string): Promise<string | null> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, name)).limit(1);
  return (row?.value as string | undefined) ?? null;
}

/** Keep a secret unless there is one already. */
export async function keepSecret(tx: Query, name: string, value: string): Promise<void> {
  await tx.insert(tx.tables.settings).values({ key: name, value }).onConflictDoNothing();
}
