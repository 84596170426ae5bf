import { and, eq, inArray, or } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { Query } from '#db/open.ts';

/** Whether at least one of these ticket keys opens its ticket. Keys come from cookies: at most twenty are looked at. */
export async function holdsTicket(q: Query, keys: Readonly<Record<number, string>>): Promise<boolean> {
  const { tickets } = q.tables;
  const pairs = Object.entries(keys).slice(0, 20);
  if (pairs.length === 0) return false;
  const hash = (key: string) => createHash('sha256').update(key).digest('hex');
  const ids = pairs.map(([number]) => Number(number));
  const opens = pairs.map(([number, key]) =>
    and(eq(tickets.id, Number(number)), eq(tickets.accessKeyHash, hash(key))),
  );
  const found = await q
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(inArray(tickets.id, ids), or(...opens)))
    .limit(1);
  return found.length > 0;
}
