import type { Query } from '#db/open.ts';
import { listVotes } from './articles.store.ts';
import type { MeasureRow, Wanted } from './measureRow.ts';
import type { RowKind } from './measures.ts';
import { listSearches } from './searchList.store.ts';
import { listFiled, listRatings, listResolved } from './ticketList.store.ts';
import { listAsks, listVisits } from './visitList.store.ts';

/** What a figure of a span is made of, the newest first. */
export function listRows(q: Query, kind: Exclude<RowKind, 'gaps'>, wanted: Wanted): Promise<MeasureRow[]> {
  return lists[kind](q, wanted);
}

const lists: Record<Exclude<RowKind, 'gaps'>, (q: Query, wanted: Wanted) => Promise<MeasureRow[]>> = {
  visits: listVisits,
  asks: listAsks,
  searches: listSearches,
  votes: listVotes,
  filed: listFiled,
  resolved: listResolved,
  ratings: listRatings,
};
