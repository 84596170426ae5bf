import { scaleBand, scaleLinear } from 'd3-scale';
import { area, line, stack } from 'd3-shape';

/** The box that charts are drawn in, in SVG units; it scales with the page. */
export const box = { width: 640, height: 220, left: 44, right: 8, top: 8, bottom: 24 };
const mostLabels = 8;

/** What every chart has, whatever is drawn in it, in the box's units. */
export interface Chart {
  /** Of the upright axis. */
  ticks: { value: number; y: number }[];
  /** Of the level one, as many as fit. */
  labels: { text: string; x: number }[];
}

interface BarChart extends Chart {
  bars: Bar[];
}

interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  series: number;
}

/** Stacked bars: for each label, one piece for each series. */
export function stackedBars(labels: string[], values: number[][]): BarChart {
  const most = Math.max(...values.map((row) => row.reduce((sum, value) => sum + value, 0)));
  const { x, y, axes } = barScales(labels, most);
  const layers = stack<number[], number>()
    .keys(keysOf(values))
    .value((row, key) => row[key] ?? 0)(values);
  const bars = layers.flatMap((layer) =>
    layer.map(([low, high], i) => ({
      x: x(labels[i]!)!,
      y: y(high),
      width: x.bandwidth(),
      height: y(low) - y(high),
      series: layer.key,
    })),
  );
  return { bars: seen(bars), ...axes };
}

/** Bars side by side: for each label, one for each series. */
export function groupedBars(labels: string[], values: number[][]): BarChart {
  const { x, y, axes } = barScales(labels, Math.max(...values.flat()));
  const inner = scaleBand(keysOf(values), [0, x.bandwidth()]);
  const bars = values.flatMap((row, i) =>
    row.map((value, series) => ({
      x: x(labels[i]!)! + inner(series)!,
      y: y(value),
      width: inner.bandwidth(),
      height: y(0) - y(value),
      series,
    })),
  );
  return { bars: seen(bars), ...axes };
}

/** A line with gaps where there is nothing to measure; a point alone is a dot. With a range, a band around it. */
export function lineChart(
  labels: string[],
  values: (number | null)[],
  { max, bands = [] }: { max?: number; bands?: ({ low: number; high: number } | null)[] } = {},
) {
  const x = scaleLinear([0, Math.max(1, labels.length - 1)], [box.left + 8, box.width - box.right - 8]);
  const most = max ?? Math.max(1, ...values.map((value) => value ?? 0));
  const y = scaleLinear([0, most], [box.height - box.bottom, box.top]);
  if (max === undefined) y.nice(4);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, i) => x(i))
    .y((value) => y(value!))(values);
  const band = area<{ low: number; high: number } | null>()
    .defined((value) => value !== null)
    .x((_, i) => x(i))
    .y0((value) => y(value!.low))
    .y1((value) => y(value!.high))(bands);
  const points = values.flatMap((value, i) => (value === null ? [] : [{ x: x(i), y: y(value) }]));
  return { path, band, points, ticks: ticksOf(y, false), labels: labelsOf(labels, (_, i) => x(i)) };
}

/** A line without axes, small enough to stand in a row of figures. */
export function sparkline(
  values: readonly (number | null)[],
  { width, height }: { width: number; height: number },
) {
  const seenValues = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...seenValues), Math.max(...seenValues)];
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [3, width - 3]);
  const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [height - 3, 3]);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, i) => x(i))
    .y((value) => y(value!))([...values]);
  const last = values.findLastIndex((value) => value !== null);
  return {
    path,
    low,
    high,
    first: seenValues[0],
    end: { x: x(last), y: y(values[last]!), value: values[last]! },
  };
}

function barScales(labels: string[], most: number) {
  const x = scaleBand(labels, [box.left, box.width - box.right]).padding(0.2);
  const y = scaleLinear([0, Math.max(1, most)], [box.height - box.bottom, box.top]).nice(4);
  const axes = {
    ticks: ticksOf(y, true),
    labels: labelsOf(labels, (label) => x(label)! + x.bandwidth() / 2),
  };
  return { x, y, axes };
}

const keysOf = (values: number[][]): number[] => (values[0] ?? []).map((_, i) => i);

const seen = (bars: Bar[]): Bar[] => bars.filter((bar) => bar.height > 0);

function ticksOf(y: ReturnType<typeof scaleLinear<number, number>>, isWhole: boolean) {
  return y
    .ticks(4)
    .filter((value) => !isWhole || Number.isInteger(value))
    .map((value) => ({ value, y: y(value) }));
}

/** As many labels as fit, evenly. */
function labelsOf(labels: string[], placeOf: (label: string, i: number) => number) {
  const every = Math.ceil(labels.length / mostLabels);
  return labels.flatMap((text, i) => (i % every === 0 ? [{ text, x: placeOf(text, i) }] : []));
}
