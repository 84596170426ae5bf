import type { Dimension, Filter } from './dimension.ts';
import { dimensions } from './dimension.ts';
import type { Count, List, Sums } from './metric.ts';
import { quantile } from './quantile.ts';
import { wilsonInterval } from './wilson.ts';

/** One figure of one period. */
export interface Figure {
  /** A share from 0 to 1, a ratio, minutes, or days; null when there is nothing to measure. */
  value: number | null;
  /** What it is measured on: the lower part of the formula, or the number of durations. */
  n: number;
  /** The upper part of the formula, when it is a share or ratio. */
  of?: number;
  /** 95 % Wilson interval of a share. */
  interval?: { low: number; high: number } | null;
  /** Of durations: nine of ten are shorter. */
  p90?: number | null;
}

export type Unit = 'share' | 'ratio' | 'minutes' | 'days';
/** What stands behind a figure, to be looked at one by one. */
export type RowKind = 'visits' | 'asks' | 'searches' | 'votes' | 'filed' | 'resolved' | 'ratings' | 'gaps';

export interface Measure {
  name: MeasureName;
  unit: Unit;
  rows: RowKind;
  /** What it can be narrowed to. */
  by: readonly Dimension[];
  /** Which way is good news; null when neither is. */
  better: 'up' | 'down' | null;
  compute: (sums: Sums, filter: Filter) => Figure;
  /** The lists that it is computed from. */
  lists: readonly List[];
  /** How many rows stand behind it, by counts alone. */
  rowCount: (sums: Sums, filter: Filter) => number;
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
  'csat',
  'link_rate',
  'known',
  'gap_age',
] as const;
export type MeasureName = (typeof measureNames)[number];
export const isMeasureName = (name: unknown): name is MeasureName =>
  measureNames.includes(name as MeasureName);

/** What tells a visit from another: its language, and the category of the article it read last. */
const ofVisits = ['locale', 'category'] as const;

/** Every measure of DESIGN §5. The formulas in words: `measures.formula.<name>` in src/i18n. */
export const measures: readonly Measure[] = [
  // confirmed ÷ (confirmed + escalated)
  share('deflection', 'visits', ofVisits, (s) => [
    s.n('confirmed'),
    s.n('confirmed') + s.n('escalated_visits'),
  ]),
  // (confirmed + potential) ÷ (confirmed + potential + escalated)
  share('deflection_upper', 'visits', ofVisits, (s) => {
    const maybe = s.n('confirmed') + s.n('potential');
    return [maybe, maybe + s.n('escalated_visits')];
  }),
  // help-seeking visits ÷ distinct requesters (Zendesk, "self-service score")
  {
    ...{ name: 'self_service', unit: 'ratio', rows: 'visits', by: ['locale'], better: 'up' },
    compute: (s) => quotient(visitsIn(s), s.different('requesters')),
    lists: ['requesters'],
    rowCount: visitsIn,
  },
  // asks that saw suggestions and ended solved ÷ asks that saw suggestions
  share('ask_deflection', 'asks', ofVisits, (s) => [s.n('asks_solved'), s.n('asks')]),
  // searches with a result opened ÷ searches
  share('search_success', 'searches', ['locale'], (s) => [s.n('searches_opened'), s.n('searches')]),
  // searches without an answer ÷ searches
  {
    ...share('search_nothing', 'searches', ['locale'], (s) => [s.n('searches_nothing'), s.n('searches')]),
    better: 'down',
  },
  // searches with an answer, none opened ÷ searches
  {
    ...share('search_no_click', 'searches', ['locale'], (s) => [s.n('searches_no_click'), s.n('searches')]),
    better: 'down',
  },
  // yes ÷ (yes + no)
  share('helpfulness', 'votes', ofVisits, (s) => [s.n('votes_yes'), s.n('votes_yes') + s.n('votes_no')]),
  // resolved with exactly one public reply by an agent and not reopened ÷ resolved
  share('first_contact', 'resolved', dimensions, (s) => [s.n('first_contact'), s.n('resolved')]),
  // median and 90th percentile of minutes from filing to the first public reply by an agent
  time('first_reply', 'filed', ['firstReply', 'replied']),
  // median and 90th percentile of minutes from filing to resolving
  time('resolution', 'resolved', ['resolution', 'resolved']),
  // tickets handed to a higher tier ÷ tickets; of one tier: handed up from it ÷ ever at it
  {
    ...share('escalation', 'filed', dimensions, (s, { tier }) =>
      tier ? [s.n('handed_from'), s.n('been_at')] : [s.n('escalated'), s.n('tickets')],
    ),
    better: 'down',
  },
  // median and 90th percentile of minutes from filing to resolving, of tickets handed to a higher tier
  time('escalated_resolution', 'resolved', ['resolutionEscalated', 'resolved_escalated']),
  // satisfied ÷ answers
  share('csat', 'ratings', dimensions, (s) => [s.n('ratings_good'), s.n('ratings')]),
  // resolved tickets with an article linked ÷ resolved; a ticket's category is that of its article: all of them would be
  share('link_rate', 'resolved', ['locale', 'tier', 'agent'], (s) => [s.n('linked'), s.n('resolved')]),
  // resolved tickets whose answer was published before they were filed ÷ resolved
  { ...share('known', 'resolved', dimensions, (s) => [s.n('known'), s.n('resolved')]), better: null },
  // median of days from a gap's first failed question to the publication of the article that its searches now find
  { ...time('gap_age', 'gaps', ['gapDays', null]), unit: 'days', by: [] },
];

export const measureOf = (name: MeasureName): Measure => measures.find((measure) => measure.name === name)!;

/** Settled help-seeking visits. */
export function visitsIn(s: Sums): number {
  return s.n('confirmed') + s.n('potential') + s.n('escalated_visits') + s.n('abandoned');
}

/** A measure that says how many of how many: `parts` gives the upper and the lower part of its formula. */
function share(
  name: MeasureName,
  rows: RowKind,
  by: readonly Dimension[],
  parts: (sums: Sums, filter: Filter) => [number, number],
): Measure {
  const compute = (sums: Sums, filter: Filter) => shareOf(...parts(sums, filter));
  const rowCount = (sums: Sums, filter: Filter) => parts(sums, filter)[1];
  return { name, unit: 'share', rows, by, better: 'up', compute, lists: [], rowCount };
}

/** A measure of durations, and the count of them. */
function time(name: MeasureName, rows: RowKind, [list, count]: [List, Count | null]): Measure {
  const compute = (sums: Sums) => durations(sums.values(list));
  const rowCount = (sums: Sums) => (count ? sums.n(count) : sums.values(list).length);
  return { name, unit: 'minutes', rows, by: dimensions, better: 'down', compute, lists: [list], rowCount };
}

const shareOf = (of: number, n: number): Figure => ({ ...quotient(of, n), interval: wilsonInterval(of, n) });

const quotient = (of: number, n: number): Figure => ({ value: n === 0 ? null : of / n, n, of });

const durations = (values: Float64Array): Figure => ({
  value: quantile(values, 0.5),
  n: values.length,
  p90: quantile(values, 0.9),
});
