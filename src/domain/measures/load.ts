import type { Context } from '#src/context.ts';
import { gapAges } from '#src/domain/gaps/list.ts';
import { dayOf } from '#src/domain/calendar/day.ts';
import { loadDays, type KeptSums } from './days.store.ts';
import { named, type Dimension, type Filter } from './dimension.ts';
import { keptLists, sumsOf, type List, type Sums } from './metric.ts';
import { periodBefore, type Period } from './period.ts';
import { findProgress } from './progress.store.ts';
import { isUsable, refreshMeasures } from './refresh.ts';

/** What is measured: a period, and what it is narrowed to. */
export interface Asked {
  period: Period;
  filter: Filter;
}

/** What every view is made of. */
export interface Loaded {
  /** The period before. */
  comparedWith: Period;
  sums: { now: Sums; before: Sums };
  /** Of the period itself. */
  days: KeptSums[];
  /** Changes up to this moment are counted. */
  asOf: Date;
  /** Days that are not added up yet, of how many; null when all are. */
  building: { left: number; all: number } | null;
}

/** Sums older than this are brought up to date before they are shown, in milliseconds. */
const staleMs = 20_000;
/** Somebody waits: what takes longer goes on in the background, in milliseconds. */
const patienceMs = 8_000;

/** The sums of a period and of the one before, up to date; with `lists`, no others are read. */
export async function load(
  ctx: Context,
  { period, filter }: Asked,
  lists?: readonly List[],
): Promise<Loaded> {
  const { asOf, building } = await upToDate(ctx);
  const before = periodBefore(period);
  const both = { firstDay: before.firstDay, lastDay: period.lastDay };
  const days = [
    ...(await loadDays(ctx.db.read, both, { filter, lists: lists ?? keptLists })),
    ...(await gapDays(ctx, before, period, filter)),
  ];
  const isNow = ({ day }: KeptSums) => day >= period.firstDay;
  const now = days.filter(isNow);
  const earlier = days.filter((day) => !isNow(day));
  return {
    comparedWith: before,
    sums: { now: sumsOf(now), before: sumsOf(earlier) },
    days: now,
    asOf,
    building,
  };
}

/** The sums of a period for each value of a dimension. */
export async function loadParts(
  ctx: Context,
  { period, filter }: Asked,
  { split, lists }: { split: Dimension; lists: readonly List[] },
): Promise<{ part: string; sums: Sums }[]> {
  const days = await loadDays(ctx.db.read, period, { filter, split, lists });
  const parts = Map.groupBy(days, ({ part }) => part);
  return [...parts].map(([part, of]) => ({ part, sums: sumsOf(of) }));
}

async function upToDate(ctx: Context): Promise<Pick<Loaded, 'asOf' | 'building'>> {
  const known = await findProgress(ctx.db.read);
  const isFresh =
    known !== null &&
    Math.abs(ctx.now.getTime() - known.seenUntil) <= staleMs &&
    known.pending.length === 0 &&
    (await isUsable(ctx, known));
  if (isFresh) return { asOf: new Date(known.seenUntil), building: null };
  await refreshMeasures(ctx, { budgetMs: patienceMs });
  const progress = await findProgress(ctx.db.read);
  const left = progress?.pending.length ?? 0;
  return { asOf: ctx.now, building: left > 0 ? { left, all: progress!.pendingOf } : null };
}

/** Gaps are few and have their own dates: they are asked, not kept by day. */
async function gapDays(ctx: Context, before: Period, period: Period, filter: Filter): Promise<KeptSums[]> {
  if (named(filter).length > 0) return [];
  const ages = await gapAges(ctx, before.from, period.to);
  return ages.map(({ closedAt, days }) => ({
    day: dayOf(closedAt, period.timeZone),
    part: '',
    counts: {},
    lists: { gapDays: [days] },
  }));
}
