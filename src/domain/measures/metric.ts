import { keptAt, type Place } from './dimension.ts';

/** What is counted. */
export type Count =
  | 'confirmed' // visits by outcome, by the day the visit began
  | 'potential'
  | 'escalated_visits'
  | 'abandoned'
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
  | 'been_at' // tickets that were ever at the tier
  | 'handed_from' // tickets handed up from the tier
  | 'replied' // of those filed
  | 'resolved' // by the day they were resolved
  | 'resolved_escalated'
  | 'first_contact'
  | 'linked'
  | 'known'
  | 'ratings'
  | 'ratings_good';

/** What is kept one by one: durations in minutes, the ids of requesters; each is a column. */
export const keptLists = ['firstReply', 'resolution', 'resolutionEscalated', 'requesters'] as const;
/** Days that gaps were open are asked, not kept. */
export type List = (typeof keptLists)[number] | 'gapDays';

export type Counts = Partial<Record<Count, number>>;
export type Lists = Partial<Record<List, number[]>>;
export interface DaySums {
  counts: Counts;
  lists: Lists;
}

/** What one part of a day adds up to. */
export interface Cell extends DaySums {
  place: Place;
}

/** The sums of a period. */
export interface Sums {
  n(count: Count): number;
  /** Durations, in no order. */
  values(list: List): Float64Array;
  /** How many different ids. */
  different(list: List): number;
}

/** Gathers the facts of a day into every row that they are kept in. */
export function collectCells() {
  const cells = new Map<string, Cell>();
  const cellAt = (place: Place): Cell => {
    const key = `${place.locale}\n${place.category}\n${place.tier}\n${place.agent}`;
    const cell = cells.get(key) ?? { place, counts: {}, lists: {} };
    cells.set(key, cell);
    return cell;
  };
  return {
    /** Add a fact that holds so many times. */
    add(place: Place, facts: Counts, ones: Partial<Record<List, number>> = {}) {
      const counted = Object.entries(facts).filter(([, n]) => n > 0) as [Count, number][];
      const listed = Object.entries(ones) as [List, number][];
      if (counted.length === 0) return;
      for (const { counts, lists } of keptAt(place).map(cellAt)) {
        for (const [name, n] of counted) counts[name] = (counts[name] ?? 0) + n;
        for (const [name, one] of listed) (lists[name] ??= []).push(one);
      }
    },
    cells: () => [...cells.values()],
  };
}

/** Add up days. */
export function sumsOf(days: readonly DaySums[]): Sums {
  const of = (list: List) => days.flatMap(({ lists }) => (lists[list] ? [lists[list]] : []));
  return {
    n: (count) => days.reduce((sum, { counts }) => sum + (counts[count] ?? 0), 0),
    values: (list) => joined(of(list)),
    different: (list) => differentIn(of(list)),
  };
}

function joined(lists: readonly number[][]): Float64Array {
  const all = new Float64Array(lists.reduce((size, list) => size + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

/** A mark for each id there may be: they are given one after the other, so that there are few more than rows. */
function differentIn(lists: readonly number[][]): number {
  const isSeen = new Uint8Array(1 + lists.reduce((most, list) => list.reduce(larger, most), 0));
  let n = 0;
  for (const list of lists)
    for (const id of list) {
      if (isSeen[id] === 0) n += 1;
      isSeen[id] = 1;
    }
  return n;
}

const larger = (a: number, b: number): number => (a > b ? a : b);
