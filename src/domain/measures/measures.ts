import type { Metric, Sums } from './metric.ts';
import { quantile } from './quantile.ts';
import { wilsonInterval } from './wilson.ts';

/** One figure of one period. */
export interface Figure {
  /** A share from 0 to 1, a ratio, or minutes; null when there is nothing to measure. */
  value: number | null;
  /** What it is measured on: the lower part of the formula, or the number of durations. */
  n: number;
  /** The upper part of the formula, when it is a share or ratio. */
  of?: number;
  /** 95 % Wilson interval of a share. */
  interval?: { low: number; high: number } | null;
  /** Of durations: nine of ten are shorter, in minutes. */
  p90?: number | null;
}

export type Unit = 'share' | 'ratio' | 'minutes';
/** What stands behind a figure, to be looked at one by one. */
export type RowKind = 'visits' | 'asks' | 'searches' | 'votes' | 'filed' | 'resolved';

export interface Measure {
  name: MeasureName;
  unit: Unit;
  rows: RowKind;
  compute: (sums: Sums) => Figure;
  /** The same by tier. */
  byTier?: (sums: Sums) => { tier: string; figure: Figure }[];
}

const measureNames = [
  'deflection',
  'deflection_upper',
  'self_service',
  'ask_deflection',
  'search_success',
  'search_nothing',
  'search_no_click',
  'helpfulness',
  'first_contact',
  'first_reply',
  'resolution',
  'escalation',
  'escalated_resolution',
  'link_rate',
  'known',
] as const;
export type MeasureName = (typeof measureNames)[number];
export const isMeasureName = (name: unknown): name is MeasureName =>
  measureNames.includes(name as MeasureName);

/** Every measure of DESIGN §5 whose data exists. The formulas in words: `measures.formula.<name>` in src/i18n. */
export const measures: readonly Measure[] = [
  // confirmed ÷ (confirmed + escalated)
  share('deflection', 'visits', (s) => [
    s.n('visits', 'confirmed'),
    s.n('visits', 'confirmed') + s.n('visits', 'escalated'),
  ]),
  // (confirmed + potential) ÷ (confirmed + potential + escalated)
  share('deflection_upper', 'visits', (s) => {
    const maybe = s.n('visits', 'confirmed') + s.n('visits', 'potential');
    return [maybe, maybe + s.n('visits', 'escalated')];
  }),
  // help-seeking visits ÷ distinct requesters (Zendesk, "self-service score")
  {
    name: 'self_service',
    unit: 'ratio',
    rows: 'visits',
    compute: (s) => quotient(s.n('visits'), s.requesters),
  },
  // asks that saw suggestions and ended solved ÷ asks that saw suggestions
  share('ask_deflection', 'asks', (s) => [s.n('asks_solved'), s.n('asks')]),
  // searches with a result opened ÷ searches
  share('search_success', 'searches', (s) => [s.n('searches_opened'), s.n('searches')]),
  // searches without an answer ÷ searches
  share('search_nothing', 'searches', (s) => [s.n('searches_nothing'), s.n('searches')]),
  // searches with an answer, none opened ÷ searches
  share('search_no_click', 'searches', (s) => [s.n('searches_no_click'), s.n('searches')]),
  // yes ÷ (yes + no)
  share('helpfulness', 'votes', (s) => [s.n('votes_yes'), s.n('votes_yes') + s.n('votes_no')]),
  // resolved with exactly one public reply by an agent and not reopened ÷ resolved
  {
    ...share('first_contact', 'resolved', (s) => [s.n('first_contact'), s.n('resolved')]),
    byTier: tiers('resolved', (s, tier) => shareOf(s.n('first_contact', tier), s.n('resolved', tier))),
  },
  // median and 90th percentile of minutes from filing to the first public reply by an agent
  { ...time('first_reply', 'filed', 'first_reply'), byTier: tierTimes('first_reply') },
  // median and 90th percentile of minutes from filing to resolving
  { ...time('resolution', 'resolved', 'resolution'), byTier: tierTimes('resolution') },
  // tickets handed to a higher tier ÷ tickets; by tier: handed up from it ÷ ever at it
  {
    ...share('escalation', 'filed', (s) => [s.n('escalated'), s.n('tickets')]),
    byTier: tiers('been_at', (s, tier) => shareOf(s.n('handed_from', tier), s.n('been_at', tier))),
  },
  // median and 90th percentile of minutes from filing to resolving, of tickets handed to a higher tier
  time('escalated_resolution', 'resolved', 'resolution_escalated'),
  // resolved tickets with an article linked ÷ resolved
  share('link_rate', 'resolved', (s) => [s.n('linked'), s.n('resolved')]),
  // resolved tickets whose answer was published before they were filed ÷ resolved
  share('known', 'resolved', (s) => [s.n('known'), s.n('resolved')]),
];

export const measureOf = (name: MeasureName): Measure => measures.find((measure) => measure.name === name)!;

/** A measure that says how many of how many: `parts` gives the upper and the lower part of its formula. */
function share(name: MeasureName, rows: RowKind, parts: (sums: Sums) => [number, number]): Measure {
  return { name, unit: 'share', rows, compute: (sums) => shareOf(...parts(sums)) };
}

/** A measure of durations in minutes. */
function time(name: MeasureName, rows: RowKind, metric: Metric): Measure {
  return { name, unit: 'minutes', rows, compute: (sums) => durations(sums.minutes(metric)) };
}

function tierTimes(metric: Metric): Measure['byTier'] {
  return tiers(metric, (sums, tier) => durations(sums.minutes(metric, tier)));
}

/** The figure of each tier that a metric is known of. */
function tiers(metric: Metric, figureOf: (sums: Sums, tier: string) => Figure): Measure['byTier'] {
  return (sums) => sums.parts(metric).map((tier) => ({ tier, figure: figureOf(sums, tier) }));
}

const shareOf = (of: number, n: number): Figure => ({ ...quotient(of, n), interval: wilsonInterval(of, n) });

const quotient = (of: number, n: number): Figure => ({ value: n === 0 ? null : of / n, n, of });

const durations = (minutes: ArrayLike<number>): Figure => ({
  value: quantile(minutes, 0.5),
  n: minutes.length,
  p90: quantile(minutes, 0.9),
});
