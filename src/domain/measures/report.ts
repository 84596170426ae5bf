import type { Context } from '#src/context.ts';
import { costOf, type Cost } from './cost.ts';
import { countUnsettled } from './days.store.ts';
import { named, type Dimension } from './dimension.ts';
import { load, loadParts, type Asked, type Loaded } from './load.ts';
import { measured, type MeasuredFigure } from './measured.ts';
import { measureOf, measures, visitsIn, type Figure, type MeasureName } from './measures.ts';
import type { Sums } from './metric.ts';
import { requireReader } from './reader.ts';
import { findSearchCheck, type SearchCheck } from './searchCheck.ts';
import { searchesOfPeriod } from './searches.ts';
import { seriesOf, type Series } from './series.ts';

/** What every page of measures says of its figures. */
export interface Settled extends Pick<Loaded, 'asOf' | 'building' | 'comparedWith'>, Asked {
  /** Help-seeking visits of the period that have no outcome yet: they count for nothing so far. */
  unsettled: number;
}

export interface MeasuresReport extends Settled {
  figures: (MeasuredFigure & { course: (number | null)[] })[];
  /** Settled help-seeking visits. */
  visits: number;
  cost: Cost;
  series: Series;
}

/** Everything `/desk/measures` and `portico measures` show of a period. @throws sign_in_required */
export async function measuresReport(ctx: Context, asked: Asked): Promise<MeasuresReport> {
  requireReader(ctx);
  const loaded = await load(ctx, asked);
  const series = seriesOf(loaded.days, asked.period);
  const { now } = loaded.sums;
  return {
    ...(await settledOf(ctx, asked, loaded)),
    figures: measures.map(({ name }) => ({
      ...measured(name, loaded.sums, asked.filter),
      course: series.buckets.map(({ sums }) => measureOf(name).compute(sums, asked.filter).value),
    })),
    visits: visitsIn(now),
    cost: await costOf(ctx, now, asked.filter),
    series,
  };
}

/** One measure with its course over the period, and by one of what it can be told apart by. @throws sign_in_required */
export async function measureReport(
  ctx: Context,
  name: MeasureName,
  asked: Asked & { by?: Dimension | undefined },
) {
  requireReader(ctx);
  const loaded = await load(ctx, asked, measureOf(name).lists);
  const series = seriesOf(loaded.days, asked.period);
  return {
    ...(await settledOf(ctx, asked, loaded)),
    ...measured(name, loaded.sums, asked.filter),
    step: series.step,
    course: series.buckets.map(({ firstDay, sums }) => ({
      firstDay,
      figure: measureOf(name).compute(sums, asked.filter),
    })),
    ...(await partsOf(ctx, name, asked)),
  };
}

/** A measure for each value of a dimension. */
export interface Parts {
  dimension: Dimension;
  rows: { part: string; figure: Figure }[];
}

/** By the dimension that was asked for, else by tier, or by language where there is no tier; and what else there is. */
async function partsOf(
  ctx: Context,
  name: MeasureName,
  asked: Asked & { by?: Dimension | undefined },
): Promise<{ open: Dimension[]; parts: Parts | null }> {
  const { by } = measureOf(name);
  const isPossible = named(asked.filter).every((dimension) => by.includes(dimension));
  const open = isPossible ? by.filter((dimension) => asked.filter[dimension] === undefined) : [];
  const usual = open.includes('tier') ? 'tier' : open[0];
  const dimension = asked.by && open.includes(asked.by) ? asked.by : usual;
  if (!dimension) return { open, parts: null };
  const split = { split: dimension, lists: measureOf(name).lists };
  const rows = (await loadParts(ctx, asked, split))
    .map(({ part, sums }) => ({
      part,
      figure: figureOf(name, sums, { ...asked.filter, [dimension]: part }),
    }))
    .filter(({ figure }) => figure.n > 0)
    .sort((a, b) => (dimension === 'tier' ? Number(a.part) - Number(b.part) : b.figure.n - a.figure.n));
  return { open, parts: { dimension, rows } };
}

const figureOf = (name: MeasureName, sums: Sums, filter: Asked['filter']): Figure =>
  measureOf(name).compute(sums, filter);

async function settledOf(
  ctx: Context,
  asked: Asked,
  { asOf, building, comparedWith }: Loaded,
): Promise<Settled> {
  return {
    ...asked,
    asOf,
    building,
    comparedWith,
    unsettled: await countUnsettled(ctx.db.read, asked.period),
  };
}

const listLength = 10;

/** What people searched for in a period, and whether search would have answered the tickets. @throws sign_in_required */
export async function searchReport(ctx: Context, { period, filter }: Asked) {
  requireReader(ctx);
  const locale = filter.locale;
  return {
    top: await searchesOfPeriod(ctx, { ...period, locale }, listLength),
    check: (await findSearchCheck(ctx)) as SearchCheck | null,
  };
}
