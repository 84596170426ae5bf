import { and, eq, gt, gte, inArray, lt, max, or } from 'drizzle-orm';
import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import { forUpdate } from '#db/sql.ts';
import { isKind } from './filters.ts';

/** How far the kept days go: of which time zone, and every change up to when. */
export interface Progress {
  timeZone: string;
  version: number;
  /** Milliseconds since 1970. */
  seenUntil: number;
  /** The newest rows that were seen: rows may come in that happened long ago. */
  newest: Newest;
}

export interface Newest {
  event: number;
  ticket: number;
  vote: number;
}

const progressKey = 'measures';

/** Let no other process add up days until the write ends. */
export async function lockProgress(tx: Query): Promise<void> {
  const { settings } = tx.tables;
  const nothing: Progress = {
    timeZone: '',
    version: 0,
    seenUntil: 0,
    newest: { event: 0, ticket: 0, vote: 0 },
  };
  await tx.insert(settings).values({ key: progressKey, value: nothing }).onConflictDoNothing();
  await forUpdate(tx, tx.select().from(settings).where(eq(settings.key, progressKey)));
}

/** The write must hold the lock. */
export async function keepProgress(tx: Query, value: Progress): Promise<void> {
  const { settings } = tx.tables;
  await tx.update(settings).set({ value }).where(eq(settings.key, progressKey));
}

/** Null before the first time that days were added up. */
export async function findProgress(q: Query): Promise<Progress | null> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, progressKey));
  return (row?.value as Progress | null) ?? null;
}

/** The newest rows there are. */
export async function findNewest(q: Query): Promise<Newest> {
  const { visitEvents, tickets, articleVotes } = q.tables;
  const [event] = await q.select({ id: max(visitEvents.id) }).from(visitEvents);
  const [ticket] = await q.select({ id: max(tickets.id) }).from(tickets);
  const [vote] = await q.select({ id: max(articleVotes.id) }).from(articleVotes);
  return { event: event?.id ?? 0, ticket: ticket?.id ?? 0, vote: vote?.id ?? 0 };
}

/**
 * Instants whose days changed: of visits that settled, votes, and tickets that somebody touched since a time, and of
 * rows newer than those seen before, whenever they say that they happened.
 */
export async function changedSince(q: Query, since: Date, newest: Newest): Promise<Date[]> {
  return [
    ...(await visitsChanged(q, since, newest.event)),
    ...(await votesChanged(q, since, newest.vote)),
    ...(await ticketsChanged(q, since, newest.ticket)),
  ];
}

async function visitsChanged(q: Query, since: Date, newestEvent: number): Promise<Date[]> {
  const { visits: v } = q.tables;
  const settled = await q.select({ from: v.startedAt, to: v.lastAt }).from(v).where(gte(v.settledAt, since));
  // From the beginning, every settled visit is among the first.
  const late = since.getTime() === 0 ? [] : await settledWithNews(q, since, newestEvent);
  return [...settled, ...late].flatMap(({ from, to }) => everyDay(from, to));
}

/** Visits that settled before a time and have newer events; in two steps, so that no planner walks every visit. */
async function settledWithNews(q: Query, since: Date, newestEvent: number) {
  const { visits: v, visitEvents: e } = q.tables;
  const news = await q.select({ visitId: e.visitId }).from(e).where(gt(e.id, newestEvent));
  const ids = [...new Set(news.map(({ visitId }) => visitId))];
  return inBatches(ids, (batch) =>
    q
      .select({ from: v.startedAt, to: v.lastAt })
      .from(v)
      .where(and(inArray(v.id, batch), lt(v.settledAt, since))),
  );
}

/** A vote that was changed may have been given the day before. */
async function votesChanged(q: Query, since: Date, newestVote: number): Promise<Date[]> {
  const { articleVotes: v } = q.tables;
  const votes = await q
    .select({ at: v.createdAt })
    .from(v)
    .where(or(gte(v.createdAt, since), gt(v.id, newestVote)));
  return votes.flatMap(({ at }) => [at, new Date(at.getTime() - 86_400_000)]);
}

async function ticketsChanged(q: Query, since: Date, newestTicket: number): Promise<Date[]> {
  const { tickets: t, ticketEvents: e } = q.tables;
  const isTouched = or(gte(t.updatedAt, since), gt(t.id, newestTicket));
  const touched = await q.select({ created: t.createdAt, resolved: t.resolvedAt }).from(t).where(isTouched);
  // A ticket that was reopened is no longer counted on the day it was first resolved.
  const resolutions = await q
    .select({ at: e.at })
    .from(t)
    .innerJoin(e, eq(e.ticketId, t.id))
    .where(and(isTouched, gt(t.reopenings, 0), isKind(e.kind, 'resolved')));
  return [
    ...touched.flatMap(({ created, resolved }) => (resolved ? [created, resolved] : [created])),
    ...resolutions.map(({ at }) => at),
  ];
}

/** Instants that touch every day from one to another. */
function everyDay(from: Date, to: Date): Date[] {
  const instants = [to];
  for (let at = from.getTime(); at < to.getTime(); at += 72_000_000) instants.push(new Date(at));
  return instants;
}
