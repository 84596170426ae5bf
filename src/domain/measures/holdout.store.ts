import { and, eq, gt, gte, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, countWhere } from '#db/sql.ts';
import type { Offer } from '#src/domain/visits/visit.ts';

/**
 * Settled visits that began and were drawn in a span, by what they were drawn for, and those of them that filed a ticket.
 * A visit that was drawn in a trial before keeps that lot: it says nothing of this one.
 */
export async function countDrawn(q: Query, { from, to }: { from: Date; to: Date | null }) {
  const { visitEvents: e, visits: v } = q.tables;
  const drawn = q
    .selectDistinct({ visitId: e.visitId, kind: sql<Offer>`${e.kind}`.as('offer'), outcome: v.outcome })
    .from(e)
    .innerJoin(v, eq(v.id, e.visitId))
    .where(
      and(
        inArray(e.kind, ['suggestions_shown', 'suggestions_withheld']),
        gte(e.at, from),
        gte(v.startedAt, from),
        to ? lt(e.at, to) : undefined,
        e.isTrial,
        gt(e.resultCount, 0),
        isNotNull(v.outcome),
      ),
    )
    .as('drawn');
  return q
    .select({ kind: drawn.kind, n: countAll(), of: countWhere(eq(drawn.outcome, 'escalated')) })
    .from(drawn)
    .groupBy(sql`${drawn.kind}`);
}
