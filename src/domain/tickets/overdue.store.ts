import { and, asc, eq, gt, inArray, isNull, lt, lte, or, type SQL } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

/** Tickets of a priority are late when their last message came no later than this. */
export interface LateSince {
  priority: number;
  before: Date;
}

/** It is our turn, nobody put it aside, and it waits past the limit of its priority. */
export function isLate(q: Query, late: readonly LateSince[]): SQL | undefined {
  const { tickets } = q.tables;
  const waits = late.map(({ priority, before }) =>
    and(eq(tickets.priority, priority), lte(tickets.lastMessageAt, before)),
  );
  return and(
    inArray(tickets.state, ['new', 'open']),
    // Where the desk never opens, nothing is late.
    waits.length > 0 ? or(...waits) : isNull(tickets.id),
    isNull(tickets.snoozedUntil),
    isNull(tickets.spamAt),
    isNull(tickets.mergedIntoId),
  );
}

/** Numbers of tickets that wait for us past the limit of their priority and of which it was not said yet. */
export async function listOverdue(
  q: Query,
  { late, since, most }: { late: LateSince[]; since: Date; most: number },
): Promise<number[]> {
  const { tickets } = q.tables;
  const rows = await q
    .select({ id: tickets.id })
    .from(tickets)
    .where(
      and(
        isLate(q, late),
        gt(tickets.lastMessageAt, since),
        or(isNull(tickets.overdueAt), lt(tickets.overdueAt, tickets.lastMessageAt)),
      ),
    )
    .orderBy(asc(tickets.lastMessageAt))
    .limit(most);
  return rows.map(({ id }) => id);
}
