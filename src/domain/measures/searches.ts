import type { Context } from '#src/context.ts';
import { listGaps, listSearches, type Days } from './searches.store.ts';

/** The most frequent searches of a period; of each day the 300 most frequent are known. */
export const searchesOfPeriod = (ctx: Context, days: Days, limit: number) =>
  listSearches(ctx.db.read, days, limit);

/** Searches that most often ended without an answer, or with answers that nobody opened. */
export const searchGaps = (ctx: Context, days: Days, limit: number) => listGaps(ctx.db.read, days, limit);
