import { setImmediate as breathe } from 'node:timers/promises';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import type { Calendar } from '#src/domain/calendar/calendar.ts';
import { addDays, dayOf } from '#src/domain/calendar/day.ts';
import { findCalendar } from '#src/domain/calendar/waiting.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import { addUp } from './addUp.ts';
import { articleFacts } from './articleDays.store.ts';
import { currentCategories, instantsOf, keepCategories, keptCategories } from './articleCategories.store.ts';
import { forgetDays, keepDay } from './days.store.ts';
import { topSearches } from './daySearches.store.ts';
import { periodOf, type Period } from './period.ts';
import {
  changedSince,
  type Change,
  findExtent,
  findNewest,
  findProgress,
  keepProgress,
  lockProgress,
  nothingSeen,
  type Progress,
} from './progress.store.ts';

/** Grows when days are added up in another way: what was kept is then made again. */
const version = 6;
/** A change counts as seen only this long after its time: clocks differ, and transactions take a while. */
const marginMs = 5 * 60_000;
/** Changes that are remembered as seen; more are added up again, which changes nothing. */
const mostSeen = 5_000;

export interface Refresh {
  /** No day is begun after so long; the next call goes on. Default: until all is done. */
  budgetMs?: number;
  onProgress?: (done: number, all: number) => void;
}

/**
 * Settle what is due, and bring the kept sums of days up to date with the rows they are made of: every day that changed
 * since the last time is noted and added up again, the newest first; every day there is when the time zone, the calendar
 * or the way of counting changed. Safe to call at any time, from any process; what was noted is done even after a crash.
 * @returns how many days were added up.
 */
export async function refreshMeasures(ctx: Context, refresh: Refresh = {}): Promise<number> {
  await settleVisits(ctx);
  const calendar = await findCalendar(ctx);
  await noteChanges(ctx, basisOf(ctx, calendar));
  return addUpPending(ctx, calendar, refresh);
}

/** The same from nothing: whatever is kept of days is made again from the rows. */
export async function rebuildMeasures(ctx: Context, refresh: Refresh = {}): Promise<number> {
  await ctx.db.write(async (tx) => {
    await lockProgress(tx);
    await keepProgress(tx, nothingSeen);
  });
  return refreshMeasures(ctx, refresh);
}

/**
 * Adds up again the days in which something was taken out of the rows they are made of, for an erased person.
 * @param instants the quarters of an hour it stood in, in milliseconds since 1970.
 */
export async function addUpAgain(ctx: Context, instants: readonly number[]): Promise<void> {
  const calendar = await findCalendar(ctx);
  for (const day of daysOf(ctx, instants))
    await ctx.db.write(async (tx) => {
      await lockProgress(tx);
      await addUpDay(tx, periodOf(day, day, ctx.config.timeZone), calendar);
    });
}

/** Whether what is kept of days was added up as it is now. */
export async function isUsable(ctx: Context, progress: Progress | null): Promise<boolean> {
  return progress?.basis === basisOf(ctx, await findCalendar(ctx));
}

const basisOf = (ctx: Context, calendar: Calendar | null): string =>
  JSON.stringify([version, ctx.config.timeZone, calendar]);

/** In one write with how far it is: a day that was noted stays so until it is added up. */
async function noteChanges(ctx: Context, basis: string): Promise<void> {
  const { read } = ctx.db;
  const known = await findProgress(read);
  const before = known?.basis === basis ? known : null;
  const newest = await findNewest(read);
  const moved = await movedArticles(read);
  const ids = moved.map(({ articleId }) => articleId);
  const changes = before ? await changedSince(read, sinceOf(before), before.newest) : [];
  const days = before
    ? daysOf(ctx, quartersOf([...newsOf(changes, before), ...(await instantsOf(read, ids))]))
    : await everyDay(ctx);
  if (before && days.length === 0 && moved.length === 0) return;
  await ctx.db.write(async (tx) => {
    const { pending } = await lockProgress(tx);
    if (!before) await forgetDays(tx);
    await keepCategories(tx, moved);
    const all = [...new Set([...(before ? pending : []), ...days])].sort();
    await keepProgress(tx, {
      basis,
      seenUntil: ctx.now.getTime(),
      newest,
      seen: changes.flatMap(({ key }) => key ?? []).slice(0, mostSeen),
      pending: all,
      pendingOf: all.length,
    });
  });
}

/** The instants of what was not seen before: for minutes after a change, each look finds it again. */
function newsOf(changes: readonly Change[], { seen }: Progress): Date[] {
  const known = new Set(seen);
  return changes.filter(({ key }) => key === null || !known.has(key)).flatMap(({ instants }) => instants);
}

const sinceOf = ({ seenUntil }: Progress) => new Date(seenUntil - marginMs);

async function everyDay(ctx: Context): Promise<string[]> {
  const extent = await findExtent(ctx.db.read);
  if (!extent) return [];
  const [first, last] = [extent.first, extent.last].map((instant) => dayOf(instant, ctx.config.timeZone));
  const days: string[] = [];
  for (let day = first!; day <= last!; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Articles whose category is not the one that days were added up with. */
async function movedArticles(q: Query): Promise<{ articleId: number; category: string | null }[]> {
  const [kept, current] = [await keptCategories(q), await currentCategories(q)];
  const ids = new Set([...kept.keys(), ...current.keys()]);
  return [...ids]
    .filter((id) => kept.get(id) !== current.get(id))
    .map((articleId) => ({ articleId, category: current.get(articleId) ?? null }));
}

async function addUpPending(
  ctx: Context,
  calendar: Calendar | null,
  { budgetMs = Infinity, onProgress = () => {} }: Refresh,
): Promise<number> {
  const until = performance.now() + budgetMs;
  let done = 0;
  for (;;) {
    const progress = await findProgress(ctx.db.read);
    const day = progress?.pending.at(-1);
    if (day === undefined || performance.now() > until) return done;
    await addUpNext(ctx, day, calendar);
    done += 1;
    onProgress(progress!.pendingOf - progress!.pending.length + 1, progress!.pendingOf);
    await breathe();
  }
}

/** One day, so that nobody ever reads half of it; not if another process was faster. */
const addUpNext = (ctx: Context, day: string, calendar: Calendar | null): Promise<void> =>
  ctx.db.write(async (tx) => {
    const progress = await lockProgress(tx);
    if (!progress.pending.includes(day)) return;
    await addUpDay(tx, periodOf(day, day, ctx.config.timeZone), calendar);
    await keepProgress(tx, { ...progress, pending: progress.pending.filter((other) => other !== day) });
  });

/** In steps between which others have their turn: on SQLite, a query holds up the process. */
async function addUpDay(tx: Query, day: Period, calendar: Calendar | null): Promise<void> {
  const cells = await addUp(tx, day, { categories: await keptCategories(tx), calendar });
  await breathe();
  const searches = await topSearches(tx, day);
  await breathe();
  const articles = await articleFacts(tx, day);
  await breathe();
  await keepDay(tx, day.firstDay, { cells, searches, articles });
}

const quartersOf = (instants: readonly Date[]): number[] => [
  ...new Set(instants.map((instant) => Math.floor(instant.getTime() / 900_000) * 900_000)),
];

/** The days of quarters of an hour: every zone's days begin at one. */
const daysOf = (ctx: Context, quarters: readonly number[]): string[] =>
  [...new Set(quarters.map((quarter) => dayOf(new Date(quarter), ctx.config.timeZone)))].sort();
