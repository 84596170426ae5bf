import { and, asc, eq, gt, inArray, isNull, lt, lte, or } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

/** Numbers of tickets that wait for us past the limit of their priority and of which it was not said yet. */
export async function listOverdue(
  q: Query,
  { limits, since, most }: { limits: { priority: number; before: Date }[]; since: Date; most: number },
): Promise<number[]> {
  const { tickets } = q.tables;
  const isLate = limits.map(({ priority, before }) =>
    and(eq(tickets.priority, priority), lte(tickets.lastMessageAt, before)),
  );
  const rows = await q
    .select({ id: tickets.id })
    .from(tickets)
    .where(
      and(
        inArray(tickets.state, ['new', 'open']),
        or(...isLate),
        gt(tickets.lastMessageAt, since),
        or(isNull(tickets.overdueAt), lt(tickets.overdueAt, tickets.lastMessageAt)),
        isNull(tickets.snoozedUntil),
        isNull(tickets.spamAt),
        isNull(tickets.mergedIntoId),
      ),
    )
    .orderBy(asc(tickets.lastMessageAt))
    .limit(most);
  return rows.map(({ id }) => id);
}
