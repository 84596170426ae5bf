import { changeOf, type Change } from './change.ts';
import { named, type Dimension, type Filter } from './dimension.ts';
import { measureOf, type Figure, type MeasureName, type Unit } from './measures.ts';
import type { Sums } from './metric.ts';

/** A figure beside that of the period before. */
export interface MeasuredFigure {
  name: MeasureName;
  unit: Unit;
  figure: Figure;
  before: Figure;
  change: Change | null;
  /** What it can't be narrowed to though that was asked for: it then has no value. */
  notBy: Dimension | null;
}

const none: Figure = { value: null, n: 0 };

/** A measure of the sums of a period and of the one before. */
export function measured(
  name: MeasureName,
  { now, before }: { now: Sums; before: Sums },
  filter: Filter,
): MeasuredFigure {
  const measure = measureOf(name);
  const notBy = named(filter).find((dimension) => !measure.by.includes(dimension)) ?? null;
  const [figure, earlier] = [now, before].map((sums) => (notBy ? none : measure.compute(sums, filter)));
  const change = changeOf(measure, figure!, earlier!);
  return { name, unit: measure.unit, figure: figure!, before: earlier!, change, notBy };
}
