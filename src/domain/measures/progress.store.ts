import { createHash } from 'node:crypto';
import { and, eq, gt, gte, inArray, lt, max, min, or, type Column } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import { forUpdate } from '#db/sql.ts';
import { isKind } from './filters.ts';

/** How far the kept days go: measured in which way, and every change up to when. */
export interface Progress {
  /** The way of counting, the time zone and the calendar: with another, everything is added up again. */
  basis: string;
  /** Milliseconds since 1970. */
  seenUntil: number;
  /** The newest rows that were seen: rows may come in that happened long ago. */
  newest: Newest;
  /** Changes of the last minutes that were seen, by their key: looked at again, they are nothing new. */
  seen: string[];
  /** Days that changed and are not added up yet, the newest last. */
  pending: string[];
  /** How many there were when the last of them was done. */
  pendingOf: number;
}

/** The newest rows there are. */
export interface Newest {
  event: number;
  ticket: number;
  vote: number;
}

const progressKey = 'measures';
export const nothingSeen: Progress = {
  basis: '',
  seenUntil: 0,
  newest: { event: 0, ticket: 0, vote: 0 },
  seen: [],
  pending: [],
  pendingOf: 0,
};

/** How far it is, held until the write ends: no other process adds up days or notes them meanwhile. */
export async function lockProgress(tx: Query): Promise<Progress> {
  const { settings } = tx.tables;
  await tx.insert(settings).values({ key: progressKey, value: nothingSeen }).onConflictDoNothing();
  const [row] = await forUpdate(tx, tx.select().from(settings).where(eq(settings.key, progressKey)));
  return { ...nothingSeen, ...(row!.value as Progress) };
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
  return row ? { ...nothingSeen, ...(row.value as Progress) } : null;
}

/** The newest rows there are. */
export async function findNewest(q: Query): Promise<Newest> {
  const { visitEvents, tickets, articleVotes } = q.tables;
  const [event] = await q.select({ id: max(visitEvents.id) }).from(visitEvents);
  const [ticket] = await q.select({ id: max(tickets.id) }).from(tickets);
  const [vote] = await q.select({ id: max(articleVotes.id) }).from(articleVotes);
  return { event: event?.id ?? 0, ticket: ticket?.id ?? 0, vote: vote?.id ?? 0 };
}

/** Something that changed, with the instants whose days it changed. */
export interface Change {
  /** Another one whenever it changes again; null: always new. */
  key: string | null;
  instants: Date[];
}

/**
 * What changed: visits that settled, votes, and tickets that somebody touched since a time, and rows newer than those
 * seen before, whenever they say that they happened.
 */
export async function changedSince(q: Query, since: Date, newest: Newest): Promise<Change[]> {
  return [
    ...(await visitsChanged(q, since, newest.event)),
    ...(await votesChanged(q, since, newest.vote)),
    ...(await ticketsChanged(q, since, newest.ticket)),
    ...(await ratingsChanged(q, since)),
  ];
}

/** Short, and without the id of a visit. */
const keyOf = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);

/** The first and the last instant at which anything happened; null when nothing ever did. */
export async function findExtent(q: Query): Promise<{ first: Date; last: Date } | null> {
  const { visits: v, articleVotes, tickets: t, ratings: r } = q.tables;
  const ends = async (table: SQLiteTable, first: Column, last: Column) => {
    const [row] = await q.select({ first: min(first), last: max(last) }).from(table);
    return [row!.first, row!.last] as (Date | null)[];
  };
  const instants = [
    ...(await ends(v, v.startedAt, v.lastAt)),
    ...(await ends(articleVotes, articleVotes.createdAt, articleVotes.createdAt)),
    ...(await ends(t, t.createdAt, t.createdAt)),
    ...(await ends(t, t.resolvedAt, t.resolvedAt)),
    ...(await ends(r, r.at, r.at)),
  ].flatMap((instant) => (instant ? [instant.getTime()] : []));
  if (instants.length === 0) return null;
  return { first: new Date(Math.min(...instants)), last: new Date(Math.max(...instants)) };
}

async function visitsChanged(q: Query, since: Date, newestEvent: number): Promise<Change[]> {
  const { visits: v } = q.tables;
  const settled = await q
    .select({ id: v.id, from: v.startedAt, to: v.lastAt, at: v.settledAt })
    .from(v)
    .where(gte(v.settledAt, since));
  const late = await settledWithNews(q, since, newestEvent);
  return [
    ...settled.map(({ id, from, to, at }) => ({ key: keyOf('visit', id, at), instants: everyDay(from, to) })),
    ...late.map(({ from, to }) => ({ key: null, instants: everyDay(from, to) })),
  ];
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
async function votesChanged(q: Query, since: Date, newestVote: number): Promise<Change[]> {
  const { articleVotes: v } = q.tables;
  const votes = await q
    .select({ id: v.id, at: v.createdAt, helpful: v.helpful })
    .from(v)
    .where(or(gte(v.createdAt, since), gt(v.id, newestVote)));
  return votes.map(({ id, at, helpful }) => ({
    key: keyOf('vote', id, at, helpful),
    instants: [at, new Date(at.getTime() - 86_400_000)],
  }));
}

async function ticketsChanged(q: Query, since: Date, newestTicket: number): Promise<Change[]> {
  const { tickets: t, ticketEvents: e, ratings: r } = q.tables;
  const isTouched = or(gte(t.updatedAt, since), gt(t.id, newestTicket));
  const touched = await q
    .select({
      id: t.id,
      updated: t.updatedAt,
      created: t.createdAt,
      resolved: t.resolvedAt,
      rated: r.at,
      state: t.state,
      tier: t.tier,
      replies: t.publicReplies,
      spam: t.spamAt,
      solvedBy: t.solvedByArticleId,
    })
    .from(t)
    .leftJoin(r, eq(r.ticketId, t.id))
    .where(isTouched);
  // A ticket that was reopened is no longer counted on the day it was first resolved.
  const resolutions = await q
    .select({ id: t.id, at: e.at })
    .from(t)
    .innerJoin(e, eq(e.ticketId, t.id))
    .where(and(isTouched, gt(t.reopenings, 0), isKind(e.kind, 'resolved')));
  const before = Map.groupBy(resolutions, ({ id }) => id);
  return touched.map(({ id, created, resolved, rated, ...rest }) => ({
    key: keyOf('ticket', id, created, resolved, rated, rest),
    instants: [created, resolved ?? created, rated ?? created, ...(before.get(id) ?? []).map(({ at }) => at)],
  }));
}

/** One who says something else later changes the day before as well: the ticket was touched then. */
async function ratingsChanged(q: Query, since: Date): Promise<Change[]> {
  const { ratings: r, ticketEvents: e } = q.tables;
  const rated = await q
    .select({ ticketId: r.ticketId, at: r.at, isGood: r.isGood })
    .from(r)
    .where(gte(r.at, since));
  const before = await inBatches(
    rated.map(({ ticketId }) => ticketId),
    (batch) =>
      q
        .select({ ticketId: e.ticketId, at: e.at })
        .from(e)
        .where(and(inArray(e.ticketId, batch), isKind(e.kind, 'rated'))),
  );
  const earlier = Map.groupBy(before, ({ ticketId }) => ticketId);
  return rated.map(({ ticketId, at, isGood }) => ({
    key: keyOf('rating', ticketId, at, isGood),
    instants: [at, ...(earlier.get(ticketId) ?? []).map((event) => event.at)],
  }));
}

/** Instants that touch every day from one to another. */
function everyDay(from: Date, to: Date): Date[] {
  const instants = [to];
  for (let at = from.getTime(); at < to.getTime(); at += 72_000_000) instants.push(new Date(at));
  return instants;
}
