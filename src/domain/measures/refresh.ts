import type { Context } from '#src/context.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import { askRows, filedRows, resolvedRows, visitRows, voteRows } from './dayRows.store.ts';
import { forgetDays, keepDay } from './days.store.ts';
import { searchRows, topSearches } from './daySearches.store.ts';
import { dayOf } from '#src/domain/calendar/day.ts';
import { periodOf } from './period.ts';
import {
  changedSince,
  findNewest,
  findProgress,
  keepProgress,
  lockProgress,
  type Progress,
} from './progress.store.ts';

/** Grows when days are added up in another way: what was kept is then made again. */
const version = 2;
/** A change counts as seen only this long after its time: clocks differ, and transactions take a while. */
const marginMs = 5 * 60_000;

/**
 * Settle what is due, and bring the kept sums of days up to date with the rows they are made of: every day that changed since the last time is
 * added up again, or every day when the time zone or the way of counting changed. Safe to call at any time, from any
 * process. @returns how many days were added up.
 */
export async function refreshMeasures(ctx: Context): Promise<number> {
  await settleVisits(ctx);
  const progress = await findProgress(ctx.db.read);
  const isUsable = progress?.timeZone === ctx.config.timeZone && progress.version === version;
  const newest = await findNewest(ctx.db.read);
  const days = await changedDays(ctx, isUsable ? progress : null);
  if (!isUsable) await ctx.db.write(forgetDays);
  for (const day of days) await addUpDay(ctx, day);
  if (days.length > 0 || !isUsable) await ctx.db.write((tx) => finish(ctx, tx, newest));
  return days.length;
}

/**
 * Adds up again the days in which something was taken out of the rows they are made of, for an erased person.
 * @param instants the quarters of an hour it stood in, in milliseconds since 1970.
 */
export async function addUpAgain(ctx: Context, instants: readonly number[]): Promise<void> {
  for (const day of daysOf(ctx, instants)) await addUpDay(ctx, day);
}

async function changedDays(ctx: Context, progress: Progress | null): Promise<string[]> {
  const since = new Date(progress ? progress.seenUntil - marginMs : 0);
  const seen = progress?.newest ?? { event: 0, ticket: 0, vote: 0 };
  const instants = await changedSince(ctx.db.read, since, seen);
  const quarters = new Set(instants.map((instant) => Math.floor(instant.getTime() / 900_000) * 900_000));
  return daysOf(ctx, [...quarters]);
}

/** The days of quarters of an hour: every zone's days begin at one. */
const daysOf = (ctx: Context, quarters: readonly number[]): string[] =>
  [...new Set(quarters.map((quarter) => dayOf(new Date(quarter), ctx.config.timeZone)))].sort();

/** One day in one write, so that nobody ever reads half of it. */
async function addUpDay(ctx: Context, day: string): Promise<void> {
  const span = periodOf(day, day, ctx.config.timeZone);
  await ctx.db.write(async (tx) => {
    await lockProgress(tx);
    const rows = [
      await visitRows(tx, span),
      await searchRows(tx, span),
      await askRows(tx, span),
      await voteRows(tx, span),
      await filedRows(tx, span),
      await resolvedRows(tx, span),
    ];
    await keepDay(tx, day, rows.flat(), await topSearches(tx, span));
  });
}

async function finish(
  ctx: Context,
  tx: Parameters<typeof keepProgress>[0],
  newest: Progress['newest'],
): Promise<void> {
  await lockProgress(tx);
  const progress: Progress = { timeZone: ctx.config.timeZone, version, seenUntil: ctx.now.getTime(), newest };
  await keepProgress(tx, progress);
}
