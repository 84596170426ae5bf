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
  | 'resolved' // by the day they were resolved
  | 'first_contact'
  | 'linked'
  | 'known'
  | 'ratings'
  | 'ratings_good';

/** What is kept one by one: durations in minutes, or in days; the ids of requesters. */
export type List = 'first_reply' | 'resolution' | 'resolution_escalated' | 'requesters' | 'gap_days';

export type DaySums = Partial<Record<Count, number> & Record<List, number[]>>;

/** What one part of a day adds up to. */
export interface Cell {
  place: Place;
  sums: DaySums;
}

/** The sums of a period. */
export interface Sums {
  n(count: Count): number;
  /** Durations, sorted. */
  sorted(list: List): ArrayLike<number>;
  /** How many different ones. */
  different(list: List): number;
}

/** Gathers the facts of a day into every row that they are kept in. */
export function collectCells() {
  const cells = new Map<string, Cell>();
  const sumsAt = (place: Place): DaySums => {
    const key = Object.values(place).join('\n');
    const cell = cells.get(key) ?? { place, sums: {} };
    cells.set(key, cell);
    return cell.sums;
  };
  return {
    /** Add a fact that holds so many times. */
    add(place: Place, counts: Partial<Record<Count, number>>, lists: Partial<Record<List, number>> = {}) {
      for (const kept of keptAt(place)) {
        const sums = sumsAt(kept);
        for (const [name, n] of Object.entries(counts) as [Count, number][])
          if (n > 0) sums[name] = (sums[name] ?? 0) + n;
        for (const [name, one] of Object.entries(lists) as [List, number][]) (sums[name] ??= []).push(one);
      }
    },
    cells: () => [...cells.values()].filter(({ sums }) => Object.keys(sums).length > 0),
  };
}

/** Add up days. */
export function sumsOf(days: readonly DaySums[]): Sums {
  const lists = (list: List) => days.flatMap((day) => (day[list] ? [day[list]] : []));
  return {
    n: (count) => days.reduce((sum, day) => sum + (day[count] ?? 0), 0),
    sorted: (list) => sorted(lists(list)),
    different: (list) => new Set(lists(list).flat()).size,
  };
}

function sorted(lists: readonly number[][]): Float64Array {
  const all = new Float64Array(lists.reduce((size, list) => size + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all.sort();
}
