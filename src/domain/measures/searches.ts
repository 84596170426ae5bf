import type { Context } from '#src/context.ts';
import { listSearches, type Days } from './searches.store.ts';

/** The most frequent searches of a period; of each day the 300 most frequent are known. */
export const searchesOfPeriod = (ctx: Context, days: Days, limit: number) =>
  listSearches(ctx.db.read, days, limit);
