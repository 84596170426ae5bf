import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Trial } from './holdout.ts';

const key = 'holdout';

/** Every trial so far, the newest first. */
export async function findTrials(q: Query): Promise<Trial[]> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, key));
  return (row?.value as Trial[] | undefined) ?? [];
}

export async function keepTrials(tx: Query, value: Trial[]): Promise<void> {
  const { settings } = tx.tables;
  await tx
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}
