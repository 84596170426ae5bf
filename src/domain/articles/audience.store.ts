import { and, eq, or, type AnyColumn } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { Query } from '#db/open.ts';

/** Whether at least one of these ticket keys opens its ticket. Keys come from cookies: at most twenty are looked at. */
export async function holdsTicket(q: Query, keys: Readonly<Record<number, string>>): Promise<boolean> {
  const { tickets, ticketPeople: people } = q.tables;
  const pairs = Object.entries(keys).slice(0, 20);
  if (pairs.length === 0) return false;
  const hash = (key: string) => createHash('sha256').update(key).digest('hex');
  const opens = (table: typeof tickets | typeof people, id: AnyColumn) =>
    or(...pairs.map(([number, key]) => and(eq(id, Number(number)), eq(table.accessKeyHash, hash(key)))));
  const [own] = await q.select({ id: tickets.id }).from(tickets).where(opens(tickets, tickets.id)).limit(1);
  if (own) return true;
  const [copy] = await q
    .select({ id: people.ticketId })
    .from(people)
    .where(opens(people, people.ticketId))
    .limit(1);
  return copy !== undefined;
}
