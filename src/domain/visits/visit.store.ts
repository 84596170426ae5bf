import { and, asc, eq, inArray, isNull, lte } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { forUpdate } from '#db/sql.ts';
import type { Outcome, VisitEvent } from './visit.ts';

export interface Visit {
  id: string;
  lastAt: Date;
  settledAt: Date | null;
}

/** The visit, locked until the write ends: two signals of one browser at once take turns. */
export async function findVisitToChange(tx: Query, id: string): Promise<Visit | null> {
  const { visits } = tx.tables;
  const select = tx
    .select({ id: visits.id, lastAt: visits.lastAt, settledAt: visits.settledAt })
    .from(visits)
    .where(eq(visits.id, id));
  return (await forUpdate(tx, select))[0] ?? null;
}

/** A visit begins. */
export async function insertVisit(tx: Query, id: string, locale: string, at: Date): Promise<void> {
  await tx.insert(tx.tables.visits).values({ id, locale, startedAt: at, lastAt: at });
}

/** Move a visit's last sign of life, and take back an outcome it already had. */
export async function touchVisit(
  tx: Query,
  visit: Visit,
  change: { at: Date; isHelpSeeking: boolean },
): Promise<void> {
  const { visits } = tx.tables;
  const lastAt = change.at > visit.lastAt ? change.at : visit.lastAt;
  const seeking = change.isHelpSeeking ? { isHelpSeeking: true } : {};
  await tx
    .update(visits)
    .set({ lastAt, settledAt: null, outcome: null, ...seeking })
    .where(eq(visits.id, visit.id));
}

export type EventRow = Partial<Omit<VisitEvent, 'id'>> &
  Pick<VisitEvent, 'kind' | 'at'> & { visitId: string; locale: string };

/** Adds an event to its visit. @returns its id. */
export async function insertEvent(tx: Query, row: EventRow): Promise<number> {
  const { visitEvents } = tx.tables;
  const [made] = await tx.insert(visitEvents).values(row).returning({ id: visitEvents.id });
  return made!.id;
}

/** Put the final words in the place of a search that was still being typed. */
export async function replaceSearch(tx: Query, id: number, row: EventRow): Promise<void> {
  const { visitEvents } = tx.tables;
  await tx.update(visitEvents).set(row).where(eq(visitEvents.id, id));
}

/** The events of a visit in order. */
export async function listEvents(q: Query, visitId: string): Promise<VisitEvent[]> {
  const { visitEvents: e } = q.tables;
  return q.select(columns(q)).from(e).where(eq(e.visitId, visitId)).orderBy(asc(e.at), asc(e.id));
}

/** An event of this visit and no other. */
export async function findEvent(q: Query, visitId: string, id: number): Promise<VisitEvent | null> {
  const { visitEvents: e } = q.tables;
  const own = and(eq(e.visitId, visitId), eq(e.id, id));
  return (await q.select(columns(q)).from(e).where(own))[0] ?? null;
}

/** Visits without an outcome whose last sign of life is at or before a time, oldest first. */
export async function listUnsettled(q: Query, before: Date, limit: number) {
  const { visits } = q.tables;
  return q
    .select({ id: visits.id, isHelpSeeking: visits.isHelpSeeking })
    .from(visits)
    .where(and(isNull(visits.settledAt), lte(visits.lastAt, before)))
    .orderBy(asc(visits.lastAt))
    .limit(limit);
}

/** What outcomes are made of, for many visits at once, in order. */
export async function listSignals(q: Query, visitIds: string[]) {
  const { visitEvents: e } = q.tables;
  return q
    .select({ visitId: e.visitId, kind: e.kind, helpful: e.helpful })
    .from(e)
    .where(inArray(e.visitId, visitIds))
    .orderBy(asc(e.at), asc(e.id));
}

/** Settle visits; one that showed life meanwhile stays open. */
export async function settle(
  tx: Query,
  visitIds: string[],
  result: { outcome: Outcome | null; at: Date; before: Date },
): Promise<void> {
  const { visits } = tx.tables;
  const still = and(isNull(visits.settledAt), lte(visits.lastAt, result.before));
  await tx
    .update(visits)
    .set({ outcome: result.outcome, settledAt: result.at })
    .where(and(inArray(visits.id, visitIds), still));
}

function columns(q: Query) {
  const { visitEvents: e } = q.tables;
  return {
    id: e.id,
    kind: e.kind,
    at: e.at,
    query: e.query,
    resultCount: e.resultCount,
    verdict: e.verdict,
    searchId: e.searchId,
    rank: e.rank,
    articleId: e.articleId,
    helpful: e.helpful,
    ticketId: e.ticketId,
    isTrial: e.isTrial,
  };
}
