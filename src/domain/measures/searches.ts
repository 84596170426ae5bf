import type { Context } from '#src/context.ts';
import { listGaps, listSearches } from './searches.store.ts';
import type { Period } from './period.ts';

/** The most frequent searches of a period; of each day the 300 most frequent are known. */
export const searchesOfPeriod = (ctx: Context, period: Period, limit: number) =>
  listSearches(ctx.db.read, period, limit);

/** Searches that most often ended without an answer, or with answers that nobody opened. */
export const searchGaps = (ctx: Context, period: Period, limit: number) =>
  listGaps(ctx.db.read, period, limit);
