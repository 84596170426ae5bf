/** What days add up, and periods sum: counts, and durations in minutes. `part` splits a metric, by tier or outcome. */
export interface DayRow {
  metric: Metric;
  part: string;
  n: number;
  minutes: number[];
}

export type Metric =
  | 'visits' // by outcome, by the day the visit began
  | 'searches'
  | 'searches_opened'
  | 'searches_nothing'
  | 'searches_no_click'
  | 'asks'
  | 'asks_solved'
  | 'votes_yes'
  | 'votes_no'
  | 'tickets' // filed, by the day
  | 'escalated'
  | 'been_at' // by tier: tickets that were ever there
  | 'handed_from' // by tier: tickets handed up from there
  | 'first_reply' // minutes, by tier
  | 'resolved' // by tier, by the day they were resolved
  | 'first_contact' // by tier
  | 'resolution' // minutes, by tier
  | 'resolution_escalated' // minutes
  | 'linked'
  | 'known';

/** The sums of a period. */
export interface Sums {
  /** The sum of a metric, of all its parts unless one is named. */
  n(metric: Metric, part?: string): number;
  /** The durations of a metric in minutes, sorted. */
  minutes(metric: Metric, part?: string): ArrayLike<number>;
  /** The parts a metric has, sorted. */
  parts(metric: Metric): string[];
  /** Different people who filed a ticket. */
  requesters: number;
}

/** Counts without parts as the rows of a day. */
export const rowsOfCounts = (counts: Partial<Record<Metric, number>>): DayRow[] =>
  Object.entries(counts).map(([metric, n]) => ({ metric: metric as Metric, part: '', n, minutes: [] }));

/** Add up the rows of days; the number of requesters is no sum of days and comes from outside. */
export function sumsOf(rows: readonly DayRow[], requesters: number): Sums {
  const groups = new Map<string, { n: number; minutes: number[][] }>();
  for (const { metric, part, n, minutes } of rows) {
    const key = `${metric}\n${part}`;
    const group = groups.get(key) ?? { n: 0, minutes: [] };
    groups.set(key, group);
    group.n += n;
    if (minutes.length > 0) group.minutes.push(minutes);
  }
  const partsOf = (metric: Metric) =>
    [...groups.keys()]
      .filter((key) => key.startsWith(`${metric}\n`))
      .map((key) => key.slice(metric.length + 1));
  const chosen = (metric: Metric, part?: string) =>
    (part === undefined ? partsOf(metric) : [part]).flatMap((name) => groups.get(`${metric}\n${name}`) ?? []);
  return {
    n: (metric, part) => chosen(metric, part).reduce((sum, group) => sum + group.n, 0),
    minutes: (metric, part) => sorted(chosen(metric, part).flatMap((group) => group.minutes)),
    parts: (metric) => partsOf(metric).sort(),
    requesters,
  };
}

function sorted(lists: number[][]): Float64Array {
  const all = new Float64Array(lists.reduce((size, list) => size + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all.sort();
}
