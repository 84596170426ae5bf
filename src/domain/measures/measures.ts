import type { Sums } from './metric.ts';
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

export const measureNames = [
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
  {
    // confirmed ÷ (confirmed + escalated)
    name: 'deflection',
    unit: 'share',
    rows: 'visits',
    compute: (s) =>
      share(s.n('visits', 'confirmed'), s.n('visits', 'confirmed') + s.n('visits', 'escalated')),
  },
  {
    // (confirmed + potential) ÷ (confirmed + potential + escalated)
    name: 'deflection_upper',
    unit: 'share',
    rows: 'visits',
    compute: (s) => {
      const maybe = s.n('visits', 'confirmed') + s.n('visits', 'potential');
      return share(maybe, maybe + s.n('visits', 'escalated'));
    },
  },
  {
    // help-seeking visits ÷ distinct requesters (Zendesk, "self-service score")
    name: 'self_service',
    unit: 'ratio',
    rows: 'visits',
    compute: (s) => ratio(s.n('visits'), s.requesters),
  },
  {
    // asks that saw suggestions and ended solved ÷ asks that saw suggestions
    name: 'ask_deflection',
    unit: 'share',
    rows: 'asks',
    compute: (s) => share(s.n('asks_solved'), s.n('asks')),
  },
  {
    // searches with a result opened ÷ searches
    name: 'search_success',
    unit: 'share',
    rows: 'searches',
    compute: (s) => share(s.n('searches_opened'), s.n('searches')),
  },
  {
    // searches without an answer ÷ searches
    name: 'search_nothing',
    unit: 'share',
    rows: 'searches',
    compute: (s) => share(s.n('searches_nothing'), s.n('searches')),
  },
  {
    // searches with an answer, none opened ÷ searches
    name: 'search_no_click',
    unit: 'share',
    rows: 'searches',
    compute: (s) => share(s.n('searches_no_click'), s.n('searches')),
  },
  {
    // yes ÷ (yes + no)
    name: 'helpfulness',
    unit: 'share',
    rows: 'votes',
    compute: (s) => share(s.n('votes_yes'), s.n('votes_yes') + s.n('votes_no')),
  },
  {
    // resolved with exactly one public reply by an agent and not reopened ÷ resolved
    name: 'first_contact',
    unit: 'share',
    rows: 'resolved',
    compute: (s) => share(s.n('first_contact'), s.n('resolved')),
    byTier: (s) => tiers(s, 'resolved', (t) => share(s.n('first_contact', t), s.n('resolved', t))),
  },
  {
    // median and 90th percentile of minutes from filing to the first public reply by an agent
    name: 'first_reply',
    unit: 'minutes',
    rows: 'filed',
    compute: (s) => durations(s.minutes('first_reply')),
    byTier: (s) => tiers(s, 'first_reply', (t) => durations(s.minutes('first_reply', t))),
  },
  {
    // median and 90th percentile of minutes from filing to resolving
    name: 'resolution',
    unit: 'minutes',
    rows: 'resolved',
    compute: (s) => durations(s.minutes('resolution')),
    byTier: (s) => tiers(s, 'resolution', (t) => durations(s.minutes('resolution', t))),
  },
  {
    // tickets handed to a higher tier ÷ tickets; by tier: handed up from it ÷ ever at it
    name: 'escalation',
    unit: 'share',
    rows: 'filed',
    compute: (s) => share(s.n('escalated'), s.n('tickets')),
    byTier: (s) => tiers(s, 'been_at', (t) => share(s.n('handed_from', t), s.n('been_at', t))),
  },
  {
    // median and 90th percentile of minutes from filing to resolving, of tickets handed to a higher tier
    name: 'escalated_resolution',
    unit: 'minutes',
    rows: 'resolved',
    compute: (s) => durations(s.minutes('resolution_escalated')),
  },
  {
    // resolved tickets with an article linked ÷ resolved
    name: 'link_rate',
    unit: 'share',
    rows: 'resolved',
    compute: (s) => share(s.n('linked'), s.n('resolved')),
  },
  {
    // resolved tickets whose answer was published before they were filed ÷ resolved
    name: 'known',
    unit: 'share',
    rows: 'resolved',
    compute: (s) => share(s.n('known'), s.n('resolved')),
  },
];

export const measureOf = (name: MeasureName): Measure => measures.find((measure) => measure.name === name)!;

const share = (of: number, n: number): Figure => ({
  value: n === 0 ? null : of / n,
  n,
  of,
  interval: wilsonInterval(of, n),
});

const ratio = (of: number, n: number): Figure => ({ value: n === 0 ? null : of / n, n, of });

const durations = (minutes: ArrayLike<number>): Figure => ({
  value: quantile(minutes, 0.5),
  n: minutes.length,
  p90: quantile(minutes, 0.9),
});

const tiers = (sums: Sums, metric: Parameters<Sums['parts']>[0], figureOf: (tier: string) => Figure) =>
  sums.parts(metric).map((tier) => ({ tier, figure: figureOf(tier) }));
