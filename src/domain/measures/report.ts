import type { Context } from '#src/context.ts';
import { articleVotes, type VotedArticle } from './articles.store.ts';
import { countRequesters, countUnsettled, loadDays } from './days.store.ts';
import { measureOf, measures, type Figure, type MeasureName, type Unit } from './measures.ts';
import { sumsOf, type DayRow, type Sums } from './metric.ts';
import type { Period } from './period.ts';
import { findProgress } from './progress.store.ts';
import { requireReader } from './reader.ts';
import { refreshMeasures } from './refresh.ts';
import { findSearchCheck, type SearchCheck } from './searchCheck.ts';
import { searchGaps, searchesOfPeriod } from './searches.ts';
import { seriesOf, type Series } from './series.ts';

export type { VotedArticle };

export interface MeasuredFigure {
  name: MeasureName;
  unit: Unit;
  figure: Figure;
  byTier: { tier: string; figure: Figure }[];
}

export interface MeasuresReport {
  period: Period;
  /** Changes up to this moment are counted. */
  asOf: Date;
  /** Help-seeking visits of the period that have no outcome yet: they count for nothing so far. */
  unsettled: number;
  figures: MeasuredFigure[];
  series: Series;
  topSearches: Awaited<ReturnType<typeof searchesOfPeriod>>;
  gaps: Awaited<ReturnType<typeof searchGaps>>;
  mostHelpful: VotedArticle[];
  leastHelpful: VotedArticle[];
  /** The newest replay of resolved tickets, whatever the period; null before the first. */
  searchCheck: SearchCheck | null;
}

/** Sums older than this are brought up to date before they are shown, in milliseconds. */
const staleMs = 20_000;
const listLength = 10;

/** Everything `/desk/measures` and `portico measures` show of a period. @throws sign_in_required */
export async function measuresReport(ctx: Context, period: Period): Promise<MeasuresReport> {
  requireReader(ctx);
  const { sums, days, asOf } = await load(ctx, period);
  const voted = await articleVotes(ctx.db.read, period);
  return {
    period,
    asOf,
    unsettled: await countUnsettled(ctx.db.read, period),
    figures: measures.map(({ name }) => measured(name, sums)),
    series: seriesOf(days, period),
    topSearches: await searchesOfPeriod(ctx, period, listLength),
    gaps: await searchGaps(ctx, period, listLength),
    mostHelpful: voted.toSorted((a, b) => b.low - a.low).slice(0, listLength),
    leastHelpful: voted
      .filter((article) => article.no > 0)
      .toSorted((a, b) => a.high - b.high)
      .slice(0, listLength),
    searchCheck: await findSearchCheck(ctx),
  };
}

/** One measure with its course over the period. @throws sign_in_required */
export async function measureReport(ctx: Context, name: MeasureName, period: Period) {
  requireReader(ctx);
  const { sums, days, asOf } = await load(ctx, period);
  const unsettled = await countUnsettled(ctx.db.read, period);
  return {
    period,
    asOf,
    unsettled,
    ...measured(name, sums),
    series: seriesOf(days, period, measureOf(name)),
  };
}

function measured(name: MeasureName, sums: Sums): MeasuredFigure {
  const { unit, compute, byTier } = measureOf(name);
  return { name, unit, figure: compute(sums), byTier: byTier?.(sums) ?? [] };
}

async function load(
  ctx: Context,
  period: Period,
): Promise<{ sums: Sums; days: (DayRow & { day: string })[]; asOf: Date }> {
  const progress = await findProgress(ctx.db.read);
  const isStale =
    !progress ||
    progress.timeZone !== ctx.config.timeZone ||
    Math.abs(ctx.now.getTime() - progress.seenUntil) > staleMs;
  if (isStale) await refreshMeasures(ctx);
  const days = await loadDays(ctx.db.read, period.firstDay, period.lastDay);
  const requesters = await countRequesters(ctx.db.read, period);
  return { sums: sumsOf(days, requesters), days, asOf: isStale ? ctx.now : new Date(progress.seenUntil) };
}
