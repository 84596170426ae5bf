/** One line of the report. */
export interface Figure extends Measured {
  /** What the design asks for; empty where the figure only explains another. */
  goal: string;
  isReached: boolean;
}
export interface Measured {
  name: string;
  value: number;
  unit: string;
  /** The same work by something that does nothing else, in the same run. */
  baseline?: Baseline;
}
export interface Baseline {
  name: string;
  value: number;
}

export const figures: Figure[] = [];

/** On the terminal only: what is being measured now. */
export const say = (line: string) => console.error(line);

export const atMost = (limit: number, figure: Measured) =>
  figures.push({ ...figure, goal: `≤ ${limit}`, isReached: figure.value <= limit });

export const atLeast = (limit: number, figure: Measured) =>
  figures.push({ ...figure, goal: `≥ ${limit}`, isReached: figure.value >= limit });

/** At least a share of what the baseline does in the same time. */
export const atLeastOf = (share: number, figure: Measured & Required<Pick<Measured, 'baseline'>>) =>
  figures.push({ ...figure, goal: `≥ ${share} × the baseline`, isReached: ratioOf(figure)! >= share });

/** A figure without a goal, which explains others. */
export const note = (figure: Measured) => figures.push({ ...figure, goal: '', isReached: true });

/** How many times the baseline it is. */
export const ratioOf = ({ value, baseline }: Measured): number | null =>
  baseline ? value / baseline.value : null;

export function lineOf(figure: Figure): string {
  const { name, value, unit, goal, isReached, baseline } = figure;
  const shown = `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
  const beside = baseline
    ? `${ratioOf(figure)!.toFixed(2)} × ${baseline.name} (${baseline.value.toFixed(1)})`
    : '';
  const mark = goal === '' ? ' ' : isReached ? '✓' : '✗';
  const asked = goal && `goal ${goal}`;
  return `${mark} ${name.padEnd(46)} ${shown.padStart(16)}   ${asked.padEnd(25)} ${beside}`.trimEnd();
}

/** How long a request (or anything else) takes, one after the other, in milliseconds. */
export async function timesOf(rounds: number, work: (i: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await work(i);
    times.push(performance.now() - start);
  }
  return times;
}

export function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}

export const median = (values: number[]): number => quantile(values, 0.5);
