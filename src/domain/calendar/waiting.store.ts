import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { WaitingSettings } from './waiting.ts';

const key = 'waiting';

/** Null until an admin sets them. */
export async function findSettings(q: Query): Promise<WaitingSettings | null> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, key));
  return (row?.value as WaitingSettings | undefined) ?? null;
}

export async function keepSettings(tx: Query, value: WaitingSettings): Promise<void> {
  const { settings } = tx.tables;
  await tx
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}
