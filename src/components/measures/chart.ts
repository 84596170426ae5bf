import { scaleBand, scaleLinear } from 'd3-scale';
import { area, line, stack } from 'd3-shape';

/** The box that charts are drawn in, in SVG units; it scales with the page. */
export const box = { width: 640, height: 220, left: 44, right: 8, top: 8, bottom: 24 };
const mostLabels = 8;

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  series: number;
}

/** Stacked bars: for each label, one piece for each series. */
export function stackedBars(labels: string[], values: number[][]) {
  const x = scaleBand(labels, [box.left, box.width - box.right]).padding(0.2);
  const most = Math.max(1, ...values.map((row) => row.reduce((sum, value) => sum + value, 0)));
  const y = scaleLinear([0, most], [box.height - box.bottom, box.top]).nice(4);
  const keys = (values[0] ?? []).map((_, i) => i);
  const layers = stack<number[], number>()
    .keys(keys)
    .value((row, key) => row[key] ?? 0)(values);
  const bars = layers.flatMap((layer) =>
    layer.map(([low, high], i): Bar => {
      const top = y(high);
      return { x: x(labels[i]!)!, y: top, width: x.bandwidth(), height: y(low) - top, series: layer.key };
    }),
  );
  return {
    bars: bars.filter((bar) => bar.height > 0),
    ticks: ticksOf(y, true),
    labels: labelsOf(labels, (label) => x(label)! + x.bandwidth() / 2),
  };
}

/** Bars side by side: for each label, one for each series. */
export function groupedBars(labels: string[], values: number[][]) {
  const x = scaleBand(labels, [box.left, box.width - box.right]).padding(0.2);
  const keys = (values[0] ?? []).map((_, i) => i);
  const inner = scaleBand(keys, [0, x.bandwidth()]);
  const y = scaleLinear([0, Math.max(1, ...values.flat())], [box.height - box.bottom, box.top]).nice(4);
  const bars = values.flatMap((row, i) =>
    row.map((value, series): Bar => {
      const top = y(value);
      return {
        x: x(labels[i]!)! + inner(series)!,
        y: top,
        width: inner.bandwidth(),
        height: y(0) - top,
        series,
      };
    }),
  );
  return {
    bars: bars.filter((bar) => bar.height > 0),
    ticks: ticksOf(y, true),
    labels: labelsOf(labels, (label) => x(label)! + x.bandwidth() / 2),
  };
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
